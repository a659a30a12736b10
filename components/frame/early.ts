import { RefusalError, type Client } from '@/lib/messaging/client';
import type { CourseView } from '@/lib/messaging/views';

/** A course's view that was asked for before the code that draws it was there. */
export type EarlyView = {
  /** Once: the view, or what it will be. Undefined: records changed since it was asked for, or it could not be had; ask again. */
  take(): CourseView | Promise<CourseView> | undefined;
};

/** Asks for the view of the frame's course now, along with the claim. */
export function earlyView(client: Client): EarlyView {
  let here: CourseView | undefined;
  let good = true;
  const stop = client.onPush(({ push }) => {
    if (push === 'changed') good = false;
  });
  const asked = client.ask('panel/firstView', {}).then(({ view }) => {
    if (!view) throw new RefusalError('notFound', 'course');
    return (here = view);
  });
  asked.catch(() => (good = false));
  return {
    take() {
      stop();
      const mine = good ? (here ?? asked) : undefined;
      good = false;
      return mine;
    },
  };
}
