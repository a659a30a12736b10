import type { Alignment } from '../schema/alignment';
import type { Review, SignOff } from '../schema/decisions';
import type { LocalDate } from '../schema/scalars';
import { deciderRole, type Deciders } from './roles';

/** Where an alignment stands; nothing of it is stored. The same shape as messaging's StatusView. */
export type Status = {
  state: 'proposed' | 'agreed' | 'declined' | 'changed' | 'measured' | 'reviewed';
  /** Since when: asked, decided, reviewed. */
  since?: string;
  /** Actor's id: who decided or reviewed; for `changed` who agreed before; while proposed, who asked. */
  by?: string;
  reason?: string;
  /** Stated so many weeks after the first launch, at least 1; absent: stated before. */
  retrospectiveWeeks?: number;
  asked: boolean;
};

const weekMs = 7 * 86_400_000;

const time = (at: string): number => Date.parse(at);

/** In the order they were made; at one instant the more cautious decision counts as the later. */
const inOrder = (a: SignOff, b: SignOff): number =>
  time(a.at) - time(b.at) || Number(b.decision === 'agree') - Number(a.decision === 'agree') || (a.id < b.id ? -1 : 1);

/** Weeks between the first launch and the proposal, when it was made after the launch day (UTC dates, so that all devices agree). */
export function retrospectiveWeeks(proposedAt: string, firstLaunch: LocalDate | undefined): number | undefined {
  if (firstLaunch === undefined || new Date(proposedAt).toISOString().slice(0, 10) <= firstLaunch) return undefined;
  return Math.max(1, Math.round((time(proposedAt) - Date.parse(`${firstLaunch}T00:00:00Z`)) / weekMs));
}

const lastAgreement = (decisions: SignOff[], hash: string): SignOff | undefined => {
  const withdrawn = new Set(
    decisions.filter((d, i) => decisions.findLast((later, j) => j > i && later.covers === d.covers && later.decision !== 'agree')),
  );
  return decisions.findLast((d) => d.decision === 'agree' && d.covers !== hash && !withdrawn.has(d));
};

function decided(
  alignment: Alignment,
  decisions: SignOff[],
  reviews: readonly Review[],
  hash: string,
  measured: boolean,
): Omit<Status, 'retrospectiveWeeks' | 'asked'> {
  const last = decisions.findLast((d) => d.covers === hash);
  if (last?.decision === 'agree') {
    const review = reviews
      .filter((r) => r.covers === hash && r.alignmentId === alignment.id)
      .sort((a, b) => time(a.at) - time(b.at) || (a.id < b.id ? -1 : 1))
      .at(-1);
    if (review) return { state: 'reviewed', since: review.at, by: review.by };
    return { state: measured ? 'measured' : 'agreed', since: last.at, by: last.by };
  }
  if (last?.decision === 'decline')
    return { state: 'declined', since: last.at, by: last.by, ...(last.reason === undefined ? {} : { reason: last.reason }) };
  const before = last ? undefined : lastAgreement(decisions, hash);
  if (before) return { state: 'changed', since: before.at, by: before.by };
  return { state: 'proposed', ...(alignment.asked ? { since: alignment.asked.at, by: alignment.asked.by } : {}) };
}

/**
 * The status of an alignment (facts: sync §4.1). It is agreed only while the latest decision by the outcome's owner or delegate on exactly
 * `hash`, what is shown now, is to agree; an older agreement on other material makes it `changed`. Sign-offs by others and on
 * other alignments count for nothing. `measured`: agreed, and complete periods since the launch and its lag have a value (`measuredPeriods`).
 */
export function statusOf(
  alignment: Alignment,
  signOffs: readonly SignOff[],
  reviews: readonly Review[],
  hash: string,
  deciders: Deciders,
  firstLaunch?: LocalDate,
  measuredPeriods = 0,
): Status {
  const decisions = signOffs.filter((s) => s.alignmentId === alignment.id && deciderRole(deciders, s.by) === s.role).sort(inOrder);
  const weeks = retrospectiveWeeks(alignment.proposedAt, firstLaunch);
  return {
    ...decided(alignment, decisions, reviews, hash, measuredPeriods > 0),
    ...(weeks === undefined ? {} : { retrospectiveWeeks: weeks }),
    asked: alignment.asked !== undefined,
  };
}
