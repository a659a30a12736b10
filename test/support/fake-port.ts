import type { FakeSender } from './extension';

type Listener<A extends unknown[]> = (...args: A) => unknown;

/** An event as browsers have them; `trigger` gives what the listeners gave. */
export function event<A extends unknown[]>() {
  const listeners = new Set<Listener<A>>();
  return {
    addListener: (listener: Listener<A>) => void listeners.add(listener),
    removeListener: (listener: Listener<A>) => void listeners.delete(listener),
    hasListener: (listener: Listener<A>) => listeners.has(listener),
    trigger: (...args: A) => [...listeners].map((listener) => listener(...args)),
    clear: () => listeners.clear(),
    get size() {
      return listeners.size;
    },
  };
}

/** One end of a port; messages take a turn and arrive as copies, as between processes. */
export class FakePort {
  onMessage = event<[unknown, FakePort]>();
  onDisconnect = event<[FakePort]>();
  other?: FakePort;
  open = true;
  /** Messages that arrived here, in order. */
  heard: unknown[] = [];
  constructor(
    readonly name: string,
    readonly sender?: FakeSender,
  ) {}
  postMessage(message: unknown): void {
    if (!this.open) throw new Error('Attempting to use a disconnected port object');
    const copy: unknown = JSON.parse(JSON.stringify(message ?? null));
    const { other } = this;
    queueMicrotask(() => {
      if (!other?.open) return;
      other.heard.push(copy);
      other.onMessage.trigger(copy, other);
    });
  }
  disconnect(): void {
    if (!this.open) return;
    this.open = false;
    const { other } = this;
    queueMicrotask(() => {
      if (!other?.open) return;
      other.open = false;
      other.onDisconnect.trigger(other);
    });
  }
}
