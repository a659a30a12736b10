import type { Step } from './step';

/** The stores of the first version (DESIGN §12, facts: sync §4.2). */
export const firstStores: Step = {
  name: '01-first-stores',
  run(db) {
    db.createObjectStore('rec', { keyPath: ['type', 'id'] }).createIndex('ix', 'ix', { multiEntry: true });
    db.createObjectStore('out', { keyPath: ['type', 'id'] });
    db.createObjectStore('done', { keyPath: 'write' }).createIndex('at', 'at');
    db.createObjectStore('meta', { keyPath: 'key' });
    db.createObjectStore('series', { keyPath: ['metric', 'reader', 'account'] });
  },
};
