import type { Handlers } from './handlers';

/** Calls about records; joined with those about visits and sites in calls.ts. */
export const recordCalls: Partial<Handlers> = {};
