import { dayText } from '@/components/look/dates';
import { figure } from '@/components/look/figures';
import { Statement } from '@/components/look/statement';
import { templateWords } from '@/components/look/templates';
import { t, tn } from '@/components/look/words';
import type { Metric } from '@/lib/model/schema/metric';
import type { Baseline } from '@/lib/model/schema/outcome';
import type { Option } from './options';

const baselineFill = ({ value, from, to }: Baseline, metric: Metric): string[] => [figure(value, metric), dayText(from), dayText(to)];

/** What the active option holds, where there is room for it. The option says the same in short, so nothing is lost without it. */
export function Preview({ option }: { option: Option | undefined }) {
  const found = option?.found;
  const { outcome, metric } = found ?? {};
  if (!found) return <div className="picker-preview">{option && <p className="hint">{t('picker_newHint')}</p>}</div>;
  if (found.kind === 'template' || !outcome || !metric) {
    const words = templateWords(found.id);
    return (
      <div className="picker-preview">
        <p className="statement">{words.name}</p>
        <p>{words.definition}</p>
        <dl className="facts">
          <dt>{t('preview_behaviours')}</dt>
          <dd>{words.behaviours.join('; ')}</dd>
          <dt>{t('preview_traps')}</dt>
          <dd>{words.traps.join(' ')}</dd>
        </dl>
      </div>
    );
  }
  const { baseline } = outcome;
  return (
    <div className="picker-preview">
      <p className="statement">
        <Statement outcome={outcome} metric={metric} unitName={found.unitName} />
      </p>
      <dl className="facts">
        <dt>{t('preview_owner')}</dt>
        <dd>{found.ownerName ?? t('preview_noOwner')}</dd>
        {baseline && (
          <>
            <dt>{t('preview_baseline')}</dt>
            <dd>{t('preview_baselineSays', ...baselineFill(baseline, metric))}</dd>
          </>
        )}
        <dt>{t('preview_courses')}</dt>
        <dd>{found.courses === 0 ? t('preview_noCourses') : tn('preview_coursesCount', found.courses)}</dd>
      </dl>
    </div>
  );
}
