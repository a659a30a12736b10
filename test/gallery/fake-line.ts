import type { Line } from '@/components/course/state';
import type { CallName, In, Out, Push } from '@/lib/messaging/names';
import type { CourseView, OutcomeFound } from '@/lib/messaging/views';
import { templates } from '@/lib/model/rules/templates';
import { contactTag, tag } from './samples';

type Answers = { [N in CallName]?: (input: In<N>) => Out<N> | Promise<Out<N>> };

/** A line to a background that is not there: answers from `answers`, else as the catalogue below; keeps what was asked. */
export function fakeLine(
  view: CourseView,
  answers: Answers = {},
): Line & { asked: { name: CallName; input: unknown }[]; push(push: Push): void; view: CourseView } {
  const asked: { name: CallName; input: unknown }[] = [];
  const hearers = new Set<(push: Push) => void>();
  const line = { view, asked };
  const usual: Answers = {
    'panel/courseView': () => line.view,
    'panel/outcomeSearch': ({ words }) => search(words),
    'panel/tag': () => ({ alignmentId: tag.alignment.id }),
    'panel/outcomeAdd': () => ({ outcomeId: tag.outcome.id, alignmentId: tag.alignment.id }),
    'panel/launchSet': ({ key }) => ({ key: key ?? 'made' }),
    'panel/valuesType': ({ values }) => ({ kept: values.length }),
    'panel/metricSearch': ({ words }) => ({
      metrics: [tag, contactTag].map(({ series }) => series.metric).filter(({ name }) => name.toLowerCase().includes(words.toLowerCase())),
    }),
  };
  return Object.assign(line, {
    async ask<N extends CallName>(name: N, input: In<N>): Promise<Out<N>> {
      asked.push({ name, input });
      const answer = (answers[name] ?? usual[name]) as ((input: In<N>) => Out<N> | Promise<Out<N>>) | undefined;
      return answer ? answer(input) : ({} as Out<N>);
    },
    onPush(hear: (push: Push) => void) {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    push: (push: Push) => hearers.forEach((hear) => hear(push)),
  });
}

const found: OutcomeFound[] = [
  {
    kind: 'outcome',
    id: tag.outcome.id,
    group: 'recent',
    outcome: tag.outcome,
    metric: tag.series.metric,
    ownerName: tag.ownerName,
    unitName: tag.unitName,
    courses: 2,
  },
  {
    kind: 'outcome',
    id: contactTag.outcome.id,
    group: 'all',
    outcome: contactTag.outcome,
    metric: contactTag.series.metric,
    ownerName: contactTag.ownerName,
    unitName: contactTag.unitName,
    courses: 0,
  },
  ...templates.map((template): OutcomeFound => ({ kind: 'template', id: template.id, group: 'templates', courses: 0 })),
];

export function search(words: string): Out<'panel/outcomeSearch'> {
  const sought = words.trim().toLowerCase();
  return { found: found.filter((one) => (one.metric?.name ?? one.id).toLowerCase().includes(sought)), outcomes: 2, templates: 12 };
}
