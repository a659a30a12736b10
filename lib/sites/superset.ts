import type { Adapter, Example } from './contract';
import { docked } from './parts/docked';
import { shownTheme } from './parts/theme';
export const superset: Adapter = { id: 'superset', name: 'superset', kind: 'lms', detect: () => null, page: () => ({ kind: 'none', because: 'otherProduct' }), anchors: (doc) => [docked(doc)], theme: shownTheme };
export const examples: Example[] = [];
