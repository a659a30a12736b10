import type { In } from '@/lib/messaging/names';
import { RefusalError } from '@/lib/messaging/refused';
import type { Course } from '@/lib/model/schema/course';
import type { Kept } from '@/lib/model/rules/fields';
import type { Change, Workspace } from '@/lib/store/workspace';
import { instant } from './outside';
import { courseOnScreen } from './visit-store';

/** A course as it is kept, with the title and address that an open page shows now; or as an open page shows it, not kept yet. */
export type CourseNow = { course: Course; kept?: Kept<'course'>; launchHint?: string };

export async function courseNow(ws: Workspace, id: string): Promise<CourseNow | undefined> {
  const [kept, facts] = await Promise.all([ws.read('course', id), courseOnScreen(id)]);
  const seen = facts && { title: facts.title || facts.nativeId, url: facts.url };
  if (kept) return { course: { ...kept.plain, ...seen }, kept, launchHint: facts?.launchHint };
  return (
    facts &&
    seen && { course: { id, site: facts.site, nativeId: facts.nativeId, ...seen, aliases: [], launches: [] }, launchHint: facts.launchHint }
  );
}

/** What a write about a course begins with: keeps a course that is only on screen so far, brings back a hidden one, follows a new title. */
export async function courseForWrite(ws: Workspace, id: string): Promise<Change[]> {
  const now = await courseNow(ws, id);
  if (!now) throw new RefusalError('notFound', 'course');
  const { site, nativeId, title, url } = now.course;
  return [
    ...(now.kept?.hidden ? [{ type: 'course', id, hide: false } as const] : []),
    { type: 'course', id, set: now.kept ? { title, url } : { site, nativeId, title, url } },
  ];
}

export async function launchSet(ws: Workspace, input: In<'panel/launchSet'>): Promise<{ key: string }> {
  const { write, course, date, audience, note } = input;
  const key = input.key ?? crypto.randomUUID();
  const changes = await courseForWrite(ws, course);
  const launch = { date, ...(audience ? { audience } : {}), ...(note ? { note } : {}) };
  return ws.write(write, [...changes, { type: 'course', id: course, set: { [`launch:${key}`]: launch } }], { key });
}

export async function launchRemove(ws: Workspace, { write, course, key }: In<'panel/launchRemove'>): Promise<Record<string, never>> {
  const kept = await ws.read('course', course);
  if (!kept) throw new RefusalError('notFound', 'course');
  return ws.write(write, [{ type: 'course', id: course, set: { [`launch:${key}`]: undefined } }], {});
}

export async function coursePolicy(ws: Workspace, { write, course, policy }: In<'panel/coursePolicy'>): Promise<Record<string, never>> {
  const changes = await courseForWrite(ws, course);
  const set = { policy: policy.kind === 'expected' ? policy : { ...policy, by: ws.me, at: instant() } };
  return ws.write(write, [...changes, { type: 'course', id: course, set }], {});
}
