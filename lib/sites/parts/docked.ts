import type { Anchor } from '../contract';

/** The place that every page has: over the page, outside of what the product renders. */
export const docked = (doc: Document): Anchor => ({ id: 'docked', kind: 'docked', element: doc.documentElement, where: 'append' });
