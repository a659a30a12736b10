import browser from 'webextension-polyfill';
import type { In } from '@/lib/messaging/names';
import { fieldsOf } from '@/lib/model/rules/fields';
import { covers, material } from '@/lib/model/rules/material';
import type { RecordType } from '@/lib/model/schema/records';
import { ix } from '@/lib/store/index-strings';
import { keepReadings } from '@/lib/store/observations';
import type { Change, Workspace } from '@/lib/store/workspace';
import { withDependents } from './hiding';
import { keep, recall } from './kept';
import { sampleSeries } from './sample-data';
import { sampleAlias, samplePrefix, sampleReader, sampleRecords } from './sample-records';
import { accountFor, typedAccount } from './series';

/** Is this record part of the sample workspace? Views then say that its data are invented. */
export const isSample = (type: RecordType, plain: { id: string; aliases?: readonly { key: string }[] }): boolean =>
  plain.id.startsWith(samplePrefix) || (type === 'course' && !!plain.aliases?.some((alias) => alias.key === sampleAlias));

/** Fills the sample workspace. Doing it twice changes nothing more. */
export async function sampleLoad(ws: Workspace, { write, lms, bi }: In<'own/sampleLoad'>): Promise<Record<string, never>> {
  const records = await sampleRecords(lms, bi, browser.i18n.getMessage('sample_alias') || 'sample');
  const changes: Change[] = [];
  for (const [type, all] of Object.entries(records) as { [T in keyof typeof records]: [T, (typeof records)[T]] }[keyof typeof records][])
    for (const plain of all) changes.push({ type, id: plain.id, set: fieldsOf(type, plain) });

  const [alignment, outcome, metric] = [records.alignment[0]!, records.outcome[0]!, records.metric[0]!];
  const decided = await ws.find('signOff', ix.signOffsOfAlignment(alignment.id));
  if (decided.length === 0)
    changes.push({
      type: 'signOff',
      append: {
        alignmentId: alignment.id,
        by: outcome.owner,
        role: 'owner',
        decision: 'agree',
        at: '2026-05-12T13:05:00.000Z',
        covers: await covers(material(alignment, outcome, metric)),
      },
    });
  await ws.write(write, changes, {});

  const at = '2026-11-23T06:10:00.000Z';
  await keepReadings(ws, `${write}:damage`, metric.id, {
    reader: sampleReader,
    account: accountFor(metric.source, 'sample'),
    via: 'superset',
    at,
    points: sampleSeries.damage(),
  });
  await keepReadings(ws, `${write}:resolution`, records.metric[1]!.id, {
    reader: ws.me,
    account: typedAccount,
    via: 'typed',
    at,
    points: sampleSeries.resolution(),
  });
  if ((await recall(`base:superset:${bi}`)) === undefined) await keep(`base:superset:${bi}`, `http://${bi}`); // the sample's hosts are on this machine
  return {};
}

/** Removes the sample workspace for good, with everything that people hung on it. */
export async function sampleRemove(ws: Workspace, { write }: In<'own/sampleRemove'>): Promise<Record<string, never>> {
  const types = ['alignment', 'chartLink', 'outcome', 'metric', 'course', 'actor', 'unit', 'goal'] as const;
  const start = await ws.view(async (at) => {
    const found = await Promise.all(
      types.map(async (type) => (await at.all(type)).filter((k) => isSample(type, k.plain)).map((k) => ({ type, id: k.plain.id }))),
    );
    return found.flat();
  });
  await ws.erase(write, await withDependents(ws, start));
  return {};
}
