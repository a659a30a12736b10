/** The last `n` whole weeks before this one: their Mondays, ascending. */
export function lastWeeks(n: number): string[] {
  const today = Temporal.Now.plainDateISO();
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  return Array.from({ length: n }, (_, i) => monday.subtract({ weeks: n - i }).toString());
}

/** `28 May`, as the panels write a day of these months. */
export function dayAndMonth(date: Temporal.PlainDate): string {
  return `${date.day} ${date.toLocaleString('en-GB', { month: 'short' }).replace('Sept', 'Sep')}`;
}
