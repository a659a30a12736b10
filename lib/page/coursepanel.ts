import { tell } from '@/lib/messaging/page-client';
import type { Anchor, CoursePage } from '@/lib/sites/contract';
import { openFrame } from './frame';
import { guard } from './guard';
import { until } from './settle';
import { floating } from './shell';
import { type Part, widthAt } from './visit';

const hostCss = ({ kind, where, inset = 0, gapAbove = where[0] === 'a' }: Anchor): string =>
  kind === 'docked'
    ? `${floating}inset:72px 16px auto auto;width:400px;max-width:calc(100vw - 32px);max-height:calc(100vh - 152px);z-index:1020;border-radius:6px;`
    : `grid-column:1/-1;flex:none;margin:${gapAbove ? 16 : 0}px ${inset}px ${gapAbove ? 0 : 16}px;`;

/** What a script for an LMS shows: the panel of a course, once, at the height that the background remembers. */
export const coursePanel: Part = (visit, answer) => {
  const page = visit.page as CoursePage;
  const [anchor] = visit.adapter.anchors(document, page);
  if (answer.show !== 'panel') return false;
  if (!anchor) return visit.fail('noHello');
  const frame = (visit.frame = openFrame(
    {
      ...answer,
      css: hostCss(anchor),
      put: (host) => anchor.element[anchor.where](host),
      grown: (height) => void tell('page/heightUsed', { site: page.at.key, nativeId: page.nativeId, width: widthAt(anchor), height }),
      failed: visit.fail,
    },
    visit.theme,
    visit.signal,
  ));
  guard(frame.host, frame.isLost, visit.lost, visit.signal);
  // An application of one page may name the course before until its server has answered (Kolibri does): the tab's title changes with it.
  const name = document.querySelector('title');
  const renamed = (): boolean => {
    const { now, same } = visit.see();
    return same && now.kind === 'course' && now.title !== page.title;
  };
  if (name) void until(renamed, { pause: 50, at: name, signal: visit.signal }).then(() => visit.signal.aborted || visit.moved());
};
