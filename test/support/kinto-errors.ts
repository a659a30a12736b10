import { Collision, DatabaseError } from './kinto-tables';

/* Errors of the model of Kinto, as Kinto says them (kinto/core/errors.py). */

export type Reply = { status: number; body?: unknown; headers: Record<string, string> };

export class Refused extends Error {
  constructor(readonly reply: Reply) {
    super(String(reply.status));
  }
}

const titles: Record<number, [number, string, string?]> = {
  400: [107, 'Invalid parameters'],
  401: [104, 'Unauthorized', 'Please authenticate yourself to use this endpoint.'],
  403: [121, 'Forbidden', 'This user cannot access this resource.'],
  404: [110, 'Not Found'],
  405: [115, 'Method Not Allowed', 'Method not allowed on this endpoint.'],
  409: [122, 'Conflict', 'Integrity constraint violated, please retry.'],
  412: [114, 'Precondition Failed', 'Resource was modified meanwhile'],
  429: [117, 'Too Many Requests'],
  500: [999, 'Internal Server Error', 'A programmatic error occurred, developers have been informed.'],
  503: [201, 'Service Unavailable', 'Service temporary unavailable due to overloading or maintenance, please retry later.'],
};

/** An error as Kinto says it. */
export function error(status: number, more: { errno?: number; message?: string; details?: unknown; etag?: number } = {}): Reply {
  const [errno, title, message] = titles[status]!;
  const { etag, ...said } = more;
  return {
    status,
    body: { code: status, errno, error: title, ...(message && { message }), ...said },
    headers: {
      ...((status === 409 || status === 503) && { 'retry-after': '3' }),
      ...(etag !== undefined && { etag: `"${etag}"` }),
    },
  };
}
export const refuse = (status: number, more?: Parameters<typeof error>[1]): never => {
  throw new Refused(error(status, more));
};
export const invalid = (name: string | null, description: string, location = 'body'): never =>
  refuse(400, {
    message:
      name === null ? `${location}: ${description}` : description.includes(name) ? description : `${name} in ${location}: ${description}`,
    details: [{ location, name, description }],
  });

/** What a failure inside a request becomes. */
export function replyTo(failure: unknown): Reply {
  if (failure instanceof Refused) return failure.reply;
  if (failure instanceof Collision) return error(409);
  if (failure instanceof DatabaseError) return error(failure.kind === 'first' || failure.kind === 'range' ? 500 : 503);
  throw failure;
}
