import { ticks } from 'd3-array';
import type { Point } from '@/lib/messaging/points';
import { dayNumber } from '@/lib/model/rules/days';
import { next } from '@/lib/model/rules/periods';
import type { Cadence } from '@/lib/model/schema/metric';
import type { Baseline } from '@/lib/model/schema/outcome';
import type { LocalDate } from '@/lib/model/schema/scalars';
import { slots, type Slot } from './sequence';
import { timeTicks, type TimeTick } from './ticks';

export type PlotInput = {
  points: readonly Point[];
  cadence: Cadence;
  launches: readonly LocalDate[];
  baseline?: Baseline;
  target?: number;
  width: number;
  height: number;
  /** Room for the labels at the right end and for the figures of the rules at the left, in px. */
  margin: { left: number; right: number };
  /** No axis and no labels above: the whole height is for the line. */
  bare?: boolean;
};

export type Plot = {
  box: { left: number; right: number; top: number; bottom: number };
  rules: { value: number; y: number }[];
  /** The distance between two rules, in the values' unit. */
  step: number;
  times: (TimeTick & { x: number })[];
  /** Every period from first to last, missing ones too. */
  places: (Slot<Point> & { x: number; y?: number })[];
  /** More points than a dot each has room for. */
  dense: boolean;
  linePath: string;
  dotsPath: string;
  missingPath: string;
  /** The latest point that is complete. */
  latest?: { x: number; y: number; v: number };
  partials: { x: number; y: number; from?: { x: number; y: number } }[];
  launches: { date: LocalDate; x: number }[];
  /** Launches too far from the values to be drawn. */
  outside: LocalDate[];
  baseline?: { left: number; right: number; y: number };
  target?: { left: number; right: number; y: number };
};

const top = 24;
const axisRoom = 20;

/** Everything about a chart that is a number. `points` ascending; no point at all gives null. */
export function layOut(input: PlotInput): Plot | null {
  const { points, cadence, width, height, margin } = input;
  const [first, final] = [points[0], points.at(-1)];
  if (!first || !final) return null;
  const box = {
    left: margin.left,
    right: Math.max(margin.left + 40, width - margin.right),
    top: input.bare ? 3 : top,
    bottom: height - (input.bare ? 3 : axisRoom),
  };

  const days = timeSpan(first.period, final.period, cadence, input.launches);
  const x = straight([days.from, days.to], [box.left + 2, box.right]);
  const at = (date: LocalDate) => x(dayNumber(date));

  const values = [...points.map((point) => point.v), ...[input.target, input.baseline?.value].filter((v) => v !== undefined)];
  const y = straight(valueSpan(values), [box.bottom - 4, box.top]);

  const places = slots(points, cadence).map((slot) => ({ ...slot, x: at(slot.period), y: slot.point && y(slot.point.v) }));
  const whole = places.filter((place) => place.point && !place.point.partial);
  const latest = whole.at(-1);
  const dense = places.length > 1 && (box.right - box.left) / places.length < 4;

  const launches = [...new Set(input.launches)].sort();
  const inside = launches.filter((date) => dayNumber(date) >= days.from && dayNumber(date) <= days.to);
  const rules = rulesOf(values);
  return {
    box,
    step: ruleStep(rules),
    rules: rules.map((value) => ({ value, y: y(value) })),
    times: timeTicks(days.from, days.to, Math.floor((box.right - box.left) / 44)).map((tick) => ({ ...tick, x: x(tick.day) })),
    places,
    dense,
    linePath: broken(places),
    dotsPath: places
      .filter((place, i) => known(place) && (!dense || (!known(places[i - 1]) && !known(places[i + 1]))))
      .map((place) => dot(place.x, place.y ?? 0, dense ? 1.5 : 2))
      .join(''),
    missingPath: places
      .filter((place) => !place.point)
      .map((place) => cross(place.x, box.bottom))
      .join(''),
    latest: latest?.point && { x: latest.x, y: latest.y ?? 0, v: latest.point.v },
    partials: partialsOf(places),
    launches: inside.map((date) => ({ date, x: at(date) })),
    outside: launches.filter((date) => !inside.includes(date)),
    baseline: bracket(input.baseline, x, y, box),
    target:
      input.target === undefined
        ? undefined
        : { left: targetStart(inside[0], launches[0], days.to, at, box), right: box.right, y: y(input.target) },
  };
}

/** The target starts at the launch; with a launch that is still far ahead only its end is drawn, without one it holds throughout. */
function targetStart(
  inside: LocalDate | undefined,
  first: LocalDate | undefined,
  lastDay: number,
  at: (date: LocalDate) => number,
  box: Plot['box'],
): number {
  if (inside !== undefined) return first !== undefined && first < inside ? box.left : at(inside);
  return first !== undefined && dayNumber(first) > lastDay ? box.right - 16 : box.left;
}

/** From the first to the end of the last period, widened to launches that are near: at most by a third. */
function timeSpan(first: LocalDate, last: LocalDate, cadence: Cadence, launches: readonly LocalDate[]): { from: number; to: number } {
  const from = dayNumber(first);
  const to = dayNumber(next(last, cadence));
  const reach = Math.max((to - from) / 3, 28);
  const near = launches.map(dayNumber).filter((day) => day >= from - reach && day <= to + reach);
  return { from: Math.min(from, ...near), to: Math.max(to, ...near.map((day) => day + 1)) };
}

/** Not forced to zero; a constant series stands in the middle of a span of its own size. */
function valueSpan(values: readonly number[]): [number, number] {
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  const size = Math.max(Math.abs(low), Math.abs(high));
  const nothing = 1e-290; // below it, a tenth of a value loses its digits
  const pad = high - low > Math.max(size * 1e-12, nothing) ? (high - low) * 0.08 : size > nothing ? size * 0.1 : 1;
  return [low - pad, high + pad];
}

/** At most three rules, at round values within the span of these values. */
export function rulesOf(values: readonly number[]): number[] {
  const [low, high] = valueSpan(values);
  return [4, 3, 2, 1].map((wanted) => ticks(low, high, wanted)).find((rules) => rules.length <= 3) ?? [];
}

/** The distance between two rules; the size of a lone one. It decides the decimals beside them. */
export const ruleStep = (rules: readonly number[]): number =>
  rules[0] === undefined ? 1 : rules[1] === undefined ? Math.abs(rules[0]) || 1 : rules[1] - rules[0];

type Place = Plot['places'][number];
const known = (place: Place | undefined): boolean => place?.point !== undefined && !place.point.partial;
function partialsOf(places: readonly Place[]): Plot['partials'] {
  return places.flatMap((place, i) => {
    if (!place.point?.partial || place.y === undefined) return [];
    const before = places[i - 1];
    return [{ x: place.x, y: place.y, from: before?.y === undefined ? undefined : { x: before.x, y: before.y } }];
  });
}

type Scale = (v: number) => number;

/** A span of values laid on a span of px. d3-scale would do no more here, and bring 36 kB of interpolation of colours with it. */
const straight =
  ([from, to]: [number, number], [start, end]: [number, number]): Scale =>
  (v) =>
    start + ((v - from) / (to - from)) * (end - start);

function bracket(baseline: Baseline | undefined, x: Scale, y: Scale, box: Plot['box']): Plot['baseline'] {
  if (!baseline) return undefined;
  const left = Math.max(x(dayNumber(baseline.from)), box.left);
  const right = Math.min(x(dayNumber(baseline.to) + 1), box.right);
  return right - left < 4 ? undefined : { left, right, y: y(baseline.value) };
}

/** The line through the complete points, broken wherever a period is missing. */
const broken = (places: readonly Place[]): string =>
  places
    .flatMap((place, i) => (known(place) ? [`${known(places[i - 1]) ? 'L' : 'M'}${round(place.x)} ${round(place.y ?? 0)}`] : []))
    .join('');

const round = (n: number): number => Math.round(n * 10) / 10;
/** A disc as a part of one path: 500 points stay one node. */
const dot = (x: number, y: number, r: number): string =>
  `M${round(x - r)} ${round(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
const cross = (x: number, y: number): string => `M${round(x - 2.5)} ${round(y - 2.5)}l5 5m0 -5l-5 5`;
