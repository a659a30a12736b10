import type { Client } from '@/lib/messaging/client';
import type { CallName, In, Out, Push } from '@/lib/messaging/names';
import { RefusalError } from '@/lib/messaging/refused';

type Answers = { [N in CallName]?: Out<N> | ((input: In<N>) => Out<N> | Promise<Out<N>>) };

/** A line to a background that is not there: answers from a table, remembers what was asked, pushes when told to. */
export type FakeLine = Pick<Client, 'ask' | 'onPush'> & {
  calls: { name: CallName; input: unknown }[];
  /** Inputs of one call, oldest first. */
  inputsOf<N extends CallName>(name: N): In<N>[];
  answer(more: Answers): void;
  push(push: Push): void;
};

/** A call without an answer in the table is refused with `unknownCall`, so that a forgotten one is seen. */
export function fakeLine(answers: Answers): FakeLine {
  const table: Answers = { ...answers };
  const calls: FakeLine['calls'] = [];
  const hearers = new Set<(push: Push) => void>();
  return {
    calls,
    inputsOf: <N extends CallName>(name: N) => calls.filter((call) => call.name === name).map((call) => call.input as In<N>),
    answer: (more) => void Object.assign(table, more),
    push: (push) => hearers.forEach((hear) => hear(push)),
    onPush: (hear) => {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    ask: async <N extends CallName>(name: N, input: In<N>): Promise<Out<N>> => {
      calls.push({ name, input });
      const answer: unknown = table[name];
      if (answer === undefined) throw new RefusalError('unknownCall', name);
      const given = typeof answer === 'function' ? await (answer as (input: unknown) => unknown)(input) : structuredClone(answer);
      return given as Out<N>;
    },
  };
}
