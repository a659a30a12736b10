import { useSignals } from '@preact/signals-react/runtime';
import { useEffect, useState } from 'react';
import { LaunchesDialog } from '@/components/course/LaunchesDialog';
import { courseState } from '@/components/course/state';
import type { AdminState } from './state';

/** The same launches dialog as on the course page, for a course that is not open. */
export function CourseLaunches({ state, course, onClose }: { state: AdminState; course: string; onClose: () => void }) {
  useSignals();
  const [here] = useState(() => courseState(state.line, course));
  useEffect(() => {
    void here.load();
    return here.close;
  }, [here]);
  const view = here.view.value;
  return view && <LaunchesDialog state={here} view={view} onClose={onClose} />;
}
