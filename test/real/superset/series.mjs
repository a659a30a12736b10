// The invented figures behind the dashboards: the same on every machine, exact to the digit, so that a test can compare what
// Superset answers with what was put in. All values are decimal numbers that survive every step unchanged. Plain Node ≥ 20.

/** Whole numbers from 0 to 999 that look like chance and never change. */
function noise(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >>> 8) % 1000;
  };
}

const day = 86_400_000;
const isoDay = (ms) => new Date(ms).toISOString().slice(0, 10);
const weeks = (from, count) => Array.from({ length: count }, (_, i) => isoDay(Date.parse(from) + i * 7 * day));
const months = (from, count) => {
  const [year, month] = from.split('-').map(Number);
  return Array.from({ length: count }, (_, i) => isoDay(Date.UTC(year, month - 1 + i, 1)));
};
/** part/whole times `times` with two decimals, half away from zero, as PostgreSQL's ROUND(numeric, 2) does. */
const rate = (part, whole, times) => Math.floor((2 * part * times * 100 + whole) / (2 * whole)) / 100;

const firstWeek = '2024-08-05'; // a Monday
const count = 120; // the last one starts on 2026-11-16
export const launch = '2026-03-02';

/** Rows {week, region, parcels, damaged}: around 8 complaints per 1,000 parcels, going down after the launch. */
const complaints = ['EU', 'NA', 'APAC'].flatMap((region, r) => {
  const next = noise(71 + r * 13);
  const size = [48_000, 31_000, 21_000][r];
  const level = [7.4, 8.6, 9.1][r];
  return weeks(firstWeek, count).map((week, i) => {
    const parcels = size + next() * 4;
    const since = (Date.parse(week) - Date.parse(launch)) / (7 * day);
    const eased = since < 0 ? 0 : Math.min(1.6, 0.08 * since);
    return {
      week,
      region,
      parcels,
      damaged: Math.round(((level - eased + (next() - 500) / 700) * parcels) / 1000) + (i % 13 === 12 ? 20 : 0),
    };
  });
});

const csat = (() => {
  const next = noise(5);
  return weeks(firstWeek, count)
    .map((week, i) => ({ week, score: i === 50 ? null : (780 + Math.floor(next() / 20) + (i > 82 ? 25 : 0)) / 10 }))
    .filter((_, i) => i !== 30 && i !== 31); // two weeks that nobody measured, and one with a row but no value
})();

const turnover = (() => {
  const next = noise(17);
  return months('2024-01-01', 34).map((month) => ({
    month,
    leavers: 9 + Math.floor(next() / 90),
    headcount: 612 + Math.floor(next() / 20),
  }));
})();

const mood = weeks('2026-06-01', 20).map((week, i) => ({ week, mood: ['calm', 'tense', 'mixed'][i % 3] }));

const twice = weeks('2026-03-02', 26).flatMap((week, i) => [
  { week, team: 'Day', score: 60 + (i % 7) },
  { week, team: 'Night', score: 55 + (i % 5) },
]);

const planned = months('2026-09-01', 24).map((month, i) => ({ month, planned: 100 + i }));

export const bigRows = 100_000;
const bigFrom = '2026-01-01 00:00:00';
const bigValue = (i) => (i * 7919) % 1000;

const value = (v) => (v === null ? 'NULL' : typeof v === 'number' ? String(v) : `'${v}'`);
const table = (name, columns, rows) =>
  `CREATE TABLE ${name} (${columns});\nINSERT INTO ${name} VALUES\n${rows.map((row) => `(${Object.values(row).map(value).join(',')})`).join(',\n')};\n`;

/** The SQL that fills the database `kpi`. */
export const kpiSql = [
  table('complaints_weekly', 'week date NOT NULL, region text NOT NULL, parcels integer NOT NULL, damaged integer NOT NULL', complaints),
  table('csat_weekly', 'week date NOT NULL, score double precision', csat),
  table('turnover_monthly', 'month date NOT NULL, leavers integer NOT NULL, headcount integer NOT NULL', turnover),
  table('mood_weekly', 'week date NOT NULL, mood text NOT NULL', mood),
  table('score_twice', 'week date NOT NULL, team text NOT NULL, score integer NOT NULL', twice),
  table('plan_monthly', 'month date NOT NULL, planned integer NOT NULL', planned),
  'CREATE TABLE readings_big (at timestamp NOT NULL, value integer NOT NULL);\n' +
    `INSERT INTO readings_big SELECT timestamp '${bigFrom}' + i * interval '1 minute', (i::bigint * 7919) % 1000 FROM generate_series(0, ${bigRows - 1}) AS i;\n`,
].join('\n');

/** The SQL that fills the database `kpi_berlin`: the same weeks on a server whose clock is not UTC, so that Superset hands out their starts as instants (a Sunday evening). */
export const berlinSql =
  "ALTER DATABASE kpi_berlin SET timezone = 'Europe/Berlin';\n" + table('csat_berlin', 'week date NOT NULL, score double precision', csat);

const perWeek = (regions) =>
  weeks(firstWeek, count).map((week) => {
    const rows = complaints.filter((row) => row.week === week && regions.includes(row.region));
    const sum = (field) => rows.reduce((total, row) => total + row[field], 0);
    return { start: week, value: rate(sum('damaged'), sum('parcels'), 1000) };
  });

/** What a chart of each kind must give: points {start: ISO date, value}, oldest first. `complaintsEu` is what the viewer may see. */
export const expected = {
  complaints: perWeek(['EU', 'NA', 'APAC']),
  complaintsEu: perWeek(['EU']),
  csat: csat.map(({ week, score }) => ({ start: week, value: score })),
  turnover: turnover.map(({ month, leavers, headcount }) => ({ start: month, value: rate(leavers, headcount, 100) })),
  mood: mood.map((row) => ({ start: row.week, value: row.mood })),
  twice: twice.map(({ week, team, score }) => ({ start: week, series: team, value: score })),
  planned: planned.map(({ month, planned: amount }) => ({ start: month, value: amount })),
  /** The big series: `bigRows` minutes from `from`; the i-th value by `big.at(i)`. */
  big: { rows: bigRows, from: bigFrom, at: bigValue },
};
