import { dayText } from '@/components/look/dates';
import { Node } from '@/components/look/glyphs';
import { t } from '@/components/look/words';
import type { TagView } from '@/lib/messaging/views';
import './thread.css';

/** Course → behaviour → result → goal: the same four nodes everywhere. A node that is not named yet says so, on a dashed line. */
export function Thread({ tag }: { tag: TagView }) {
  const launch = tag.launches[0];
  const { rationale } = tag.alignment;
  return (
    <ol className="thread">
      <li className={rationale === '' ? 'open' : undefined}>
        <Node kind="course" />
        <span className="kind">{t('threadNode_course')}</span>
        <span className={launch && 'only-line'}>{t('thread_course')}</span>
        {launch && <span className="only-column">{t('thread_launched', dayText(launch.date))}</span>}
      </li>
      <li className={rationale === '' ? 'open' : undefined}>
        <Node kind="behaviour" />
        <span className="kind">{t('threadNode_behaviour')}</span>
        {rationale === '' ? <span className="missing">{t('thread_noBehaviour')}</span> : rationale}
      </li>
      <li>
        <Node kind="result" />
        <span className="kind">{t('threadNode_result')}</span>
        {tag.series.metric.name}
      </li>
      {tag.goalText !== undefined && (
        <li>
          <Node kind="goal" />
          <span className="kind">{t('threadNode_goal')}</span>
          {tag.goalText}
        </li>
      )}
    </ol>
  );
}
