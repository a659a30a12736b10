import { signal, type ReadonlySignal } from '@preact/signals-react';

export type Toast = {
  key: string;
  text: string;
  /** Undo stays as long as the line does: no clock takes it away (WCAG 2.2.1). */
  undo?: () => void;
};

/** Lines that say what was done, with undo. A later one stands below; three at most, the oldest gives way. */
export type Toasts = { list: ReadonlySignal<readonly Toast[]>; say(text: string, undo?: () => void): void; drop: (key: string) => void };

export function makeToasts(): Toasts {
  const list = signal<readonly Toast[]>([]);
  let n = 0;
  return {
    list,
    say(text, undo) {
      list.value = [...list.value, { key: `toast-${(n += 1)}`, text, undo }].slice(-3);
    },
    drop(key) {
      list.value = list.value.filter((toast) => toast.key !== key);
    },
  };
}
