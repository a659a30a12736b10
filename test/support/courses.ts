import { fixtureAt, type Served } from '../fixtures/serve.ts';

/**
 * The course page of the fixtures under other numbers and titles: `/course/view.php?id=21&title=Load%20safely`. Number 7 is the fixture itself.
 * Null: another address. To be asked before the fixtures.
 */
export function courseAt(url: URL): Served | null {
  const id = url.searchParams.get('id');
  const title = url.searchParams.get('title');
  if (url.pathname !== '/course/view.php' || !url.hostname.startsWith('lms.') || !id || url.searchParams.has('fixture')) return null;
  if (id === '7' && !title) return null;
  const plain = fixtureAt(new URL('/course/view.php?id=7&fixture=moodle/boost-course', url));
  if (!plain) return null;
  const body = plain.body
    .replaceAll('Pack it right', title ?? `Course ${id}`)
    .replaceAll(/\bcourse-7\b/g, `course-${id}`)
    .replaceAll(/("courseId":|"contextInstanceId":|[?;](?:course)?id=)7\b/g, `$1${id}`);
  return { ...plain, body };
}
