import { act, render } from '@testing-library/react';
import { CoursePanel } from '@/components/course/CoursePanel';
import { courseState, type CourseState } from '@/components/course/state';
import type { CallName } from '@/lib/messaging/names';
import type { CourseView } from '@/lib/messaging/views';
import { fakeLine } from '@/test/gallery/fake-line';

export type Drawn = { state: CourseState; line: ReturnType<typeof fakeLine>; calls: (name: CallName) => unknown[] };

/** The panel on a line of its own, loaded. */
export async function draw(view: CourseView, answers?: Parameters<typeof fakeLine>[1]): Promise<Drawn> {
  const line = fakeLine(view, answers);
  const state = courseState(line, view.course.id);
  render(<CoursePanel state={state} />);
  await act(() => state.load());
  return { state, line, calls: (name) => line.asked.filter((call) => call.name === name).map((call) => call.input) };
}
