/*
 * What names of metrics say about an outcome, in English; names in other languages pass. A finding of words is never more than the words: the
 * rules that use these lists decide how much it weighs (facts: domain §2.1).
 */

/** Two results joined in one name. Pairs that are one thing stay. */
const joined = /\s(?:and|&|\+)\s|\s\/\s|[^\s\d]\/[^\s\d]/i;
const onePair =
  /\b(?:health (?:and|&) safety|pick (?:and|&) pack|research (?:and|&) development|time (?:and|&) attendance|profit (?:and|&) loss|terms (?:and|&) conditions|food (?:and|&) beverage|wear (?:and|&) tear|search (?:and|&) rescue|operations (?:and|&) maintenance|sales (?:and|&) marketing|km\/h|n\/a|24\/7)\b/gi;

export const namesTwoResults = (name: string): boolean => joined.test(name.replace(onePair, ''));

/** Learning verbs; “brand awareness” and “know your customer” are business terms. */
const learning =
  /\b(?:understand(?:s|ing)?|know(?:s|ledge)?|learn(?:s|ed|ing)?|be(?:ing)? aware|awareness|appreciat(?:e|es|ion)|comprehen(?:d|ds|sion)|familiar(?:ity)? with)\b/i;
const business = /\bknow[- ]your[- ]customer\b|\bbrand awareness\b|\bknowledge (?:base|articles?)\b/gi;

export const namesLearning = (name: string): boolean => learning.test(name.replace(business, ''));

const training = String.raw`(?:courses?|trainings?|e-?learning|learning|learners?|modules?|lessons?|participants?|attendees?|webinars?|workshops?|quiz(?:zes)?|certificates?)`;
const activity = String.raw`(?:completions?|completed|hours?|satisfaction|attendance|enrol(?:l)?ments?|registrations?|views?|scores?|pass rates?|ratings?|time spent|clicks?|log-?ins?)`;
const activities = new RegExp(
  String.raw`\b${training}\b.*\b${activity}\b|\b${activity}\b.*\b${training}\b|^\s*(?:completions?|completion rates?|enrol(?:l)?ments?|attendance|seat time|smile sheets?|happy sheets?|log-?ins?)\s*$`,
  'i',
);

export const namesActivity = (name: string): boolean => activities.test(name);

export const namesMoney = (name: string): boolean =>
  /\b(?:costs?|revenues?|spend(?:ing)?|expenses?|savings?|profits?|margins?|prices?|budgets?|turnover in|sales (?:value|volume)|invoices?|income)\b/i.test(
    name,
  );

const currencies = new Set(Intl.supportedValuesOf('currency'));

/** Does a unit name a currency, by its code or its sign? */
export const namesCurrency = (unit: string): boolean =>
  /\p{Sc}/u.test(unit) || (unit.match(/\b[A-Z]{3}\b/g) ?? []).some((code) => currencies.has(code));
