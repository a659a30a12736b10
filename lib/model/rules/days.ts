import type { LocalDate } from '../schema/scalars';

const dayMs = 86_400_000;

/** Days since 1970 of a local date: a measure of time that is free of zones and daylight saving. */
export const dayNumber = (date: LocalDate): number => Math.round(Date.parse(`${date}T00:00:00Z`) / dayMs);
export const dateOf = (day: number): LocalDate => new Date(day * dayMs).toISOString().slice(0, 10);
