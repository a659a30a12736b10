import * as z from 'zod/mini';
import { id } from './scalars';

/** 12 hex ms, 4 hex counter, 8 hex device: string order is time order (facts: sync §4.1). */
export const stamp = z.string().check(z.regex(/^[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{8}$/));
export type Stamp = z.infer<typeof stamp>;

export const fieldCell = z.object({ v: z.json(), s: stamp });
export type FieldCell = z.infer<typeof fieldCell>;

/** A mutable record: one stamp per field; unknown fields are kept. The field `x` with value true means deleted. */
export const mutableRecord = z.object({ id, t: z.string(), n: z.int(), f: z.record(z.string(), fieldCell) });
export type MutableRecord = z.infer<typeof mutableRecord>;

/** An append-only record: its content as it is, with who, when and one stamp. */
export const appendedRecord = z.looseObject({ id, t: z.string(), n: z.int(), s: stamp });
export type AppendedRecord = z.infer<typeof appendedRecord>;
