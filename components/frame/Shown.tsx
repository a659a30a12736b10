import { useEffect, useMemo, useState } from 'react';
import { chunk, useChunk } from '@/components/look/chunk';
import { CoursePanel } from '@/components/course/CoursePanel';
import { courseState } from '@/components/course/state';
import type { Client } from '@/lib/messaging/client';
import type { Push } from '@/lib/messaging/names';
import type { EarlyView } from './early';
import { Words } from './Words';

export type Purpose = Extract<Push, { push: 'claimed' }>['as'];
const chart = chunk(() => import('@/components/chart/ChartPanel'));

/** What a frame or surface is for: the panel of a course, or of a chart. Blank with a reason once the extension is gone. */
export function Shown({ client, as, early, onClose }: { client: Client; as: Purpose; early?: EarlyView; onClose: () => void }) {
  const [gone, setGone] = useState(false);
  useEffect(() => {
    let here = true;
    void client.closed.then((why) => here && why === 'extensionGone' && setGone(true));
    return () => {
      here = false;
    };
  }, [client]);
  if (gone) return <Words of="gone" />;
  return as.kind === 'course' ? (
    <Course client={client} course={as.course} early={early} />
  ) : (
    <Chart client={client} at={as} onClose={onClose} />
  );
}

function Course({ client, course, early }: { client: Client; course: string; early?: EarlyView }) {
  const state = useMemo(() => courseState(client, course, early?.take()), [client, course, early]);
  useEffect(() => {
    void state.load();
    return state.close;
  }, [state]);
  return <CoursePanel state={state} />;
}

function Chart({ client, at, onClose }: { client: Client; at: Extract<Purpose, { kind: 'chart' }>; onClose: () => void }) {
  const { module, lost } = useChunk(chart, true);
  if (lost) return <Words of="gone" />;
  return module && <module.ChartPanel client={client} at={at} onClose={onClose} />;
}
