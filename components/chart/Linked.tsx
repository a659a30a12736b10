import { FlaskConical, ListTree, RefreshCw, Unlink } from 'lucide-react';
import { useId, useState } from 'react';
import '@/components/course/course.css';
import { Levels } from '@/components/course/Levels';
import { sourceText } from '@/components/course/PanelFoot';
import { SourceNotice } from '@/components/course/SourceNotice';
import { Agreement } from '@/components/look/Agreement';
import { useChunk, chunk } from '@/components/look/chunk';
import { dayText } from '@/components/look/dates';
import { figure } from '@/components/look/figures';
import { Icon } from '@/components/look/Icon';
import { Statement } from '@/components/look/statement';
import { t } from '@/components/look/words';
import type { ChartView } from '@/lib/messaging/views';
import { targetLevel } from '@/lib/model/rules/target';
import type { Launch } from '@/lib/model/schema/course';
import type { Metric } from '@/lib/model/schema/metric';
import type { Baseline } from '@/lib/model/schema/outcome';
import type { ChartState } from './state';

type LinkedView = NonNullable<ChartView['linked']>;
const trendChunk = chunk(() => import('@/components/trend/Trend'));

/** A linked chart: levels, trend with every course's launch, the courses, the outcomes, and where the figures are from. */
export function Linked({ state, view, linked }: { state: ChartState; view: ChartView; linked: LinkedView }) {
  const { series, outcomes, courses } = linked;
  const { metric } = series;
  const [chosen, setChosen] = useState<string | null>(null);
  const shown =
    outcomes.find(({ outcome }) => outcome.id === chosen) ?? outcomes.find(({ outcome }) => targetLevel(outcome) !== null) ?? outcomes[0];
  const level = shown ? targetLevel(shown.outcome) : null;
  const baseline = shown?.outcome.baseline;
  const launches = launchesOf(courses);
  const has = series.points.v.length > 0;
  const trend = useChunk(trendChunk, has);
  return (
    <>
      <div className="section">
        <SourceNotice series={series} onRefresh={(id) => void state.refresh(id)} onAllow={(site) => void state.allowReading(site)} />
        {has && launches.length > 0 ? <Levels tag={{ series, launches, outcome: { baseline } }} /> : null}
        {has ? null : series.trouble ? null : (
          <p>{series.refreshing ? t('chart_reading') : metric.source.kind === 'typed' ? t('chart_noneTyped') : t('chart_noneRead')}</p>
        )}
        {has && trend.module ? (
          <trend.module.Trend
            series={series}
            launches={launches}
            baseline={baseline}
            target={level === null ? undefined : { level, dueDate: shown?.outcome.dueDate }}
            full
          />
        ) : null}
        {has && !trend.module ? (
          <div className="drawer-chart">{trend.lost ? <p className="hint">{t('refusalHint_extensionGone')}</p> : null}</div>
        ) : null}
      </div>
      <Courses courses={courses} />
      <Outcomes linked={linked} shown={shown?.outcome.id} onShow={setChosen} />
      <div className="section">
        <dl className="facts">
          {baseline ? (
            <>
              <dt>{t('fact_baseline')}</dt>
              <dd>{baselineText(baseline, metric)}</dd>
            </>
          ) : null}
          <dt>{t('fact_values')}</dt>
          <dd>
            {sourceText(series)}
            {series.source.otherAccounts > 0 && !series.source.earlierAccount ? (
              <span className="muted"> {t('fact_otherAccounts')}</span>
            ) : null}
          </dd>
        </dl>
        <div className="actions no-print">
          {metric.source.kind === 'typed' ? null : (
            <button className="btn" type="button" disabled={series.refreshing} onClick={() => void state.refresh(metric.id)}>
              <Icon of={RefreshCw} />
              {t('source_refresh')}
            </button>
          )}
          <button className="btn" type="button" onClick={() => void state.openAdmin(`kpis/${metric.id}`)}>
            <Icon of={ListTree} />
            {t('chart_catalogue')}
          </button>
          <button className="btn btn-quiet" type="button" onClick={() => void state.unlink()}>
            <Icon of={Unlink} />
            {t('chart_unlink')}
          </button>
        </div>
        {view.sample ? (
          <p className="small muted with-icon">
            <Icon of={FlaskConical} size={14} />
            {t('sample_data')}
          </p>
        ) : null}
      </div>
    </>
  );
}

const baselineText = ({ value: level, from, to }: Baseline, metric: Metric): string =>
  t('fact_baselineIs', figure(level, metric), dayText(from, { year: true }), dayText(to, { year: true }));

/** Every launch that counts for a course on this KPI, named by its course. */
function launchesOf(courses: LinkedView['courses']): Launch[] {
  const all = courses.flatMap(({ course, launches }) =>
    launches.map((launch) => ({
      ...launch,
      key: `${course.id} ${launch.key}`,
      audience: launch.audience ? t('launch_courseFor', course.title, launch.audience) : course.title,
    })),
  );
  return [...new Map(all.map((launch) => [launch.key, launch])).values()].sort((a, b) => (a.date < b.date ? -1 : 1));
}

function Courses({ courses }: { courses: LinkedView['courses'] }) {
  return (
    <div className="section">
      <h3>{t('chart_courses')}</h3>
      {courses.length === 0 ? <p className="muted">{t('chart_noCourses')}</p> : null}
      <ul className="drawer-courses">
        {courses.map(({ alignment, course, status, launches }) => {
          const first = launches.map((launch) => launch).sort((a, b) => (a.date < b.date ? -1 : 1))[0];
          return (
            <li key={alignment.id}>
              <div>
                <a className="link" href={course.url} target="_blank" rel="noreferrer">
                  {course.title}
                </a>
                <span className="muted">{launchText(first)}</span>
              </div>
              <Agreement status={status} short />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function launchText(launch: Launch | undefined): string {
  if (!launch) return t('launch_none');
  const day = dayText(launch.date);
  return launch.audience ? t('launch_onFor', day, launch.audience) : t('launch_on', day);
}

/** One outcome is said; of several, the one whose target is drawn is chosen here. */
function Outcomes({ linked, shown, onShow }: { linked: LinkedView; shown: string | undefined; onShow: (id: string) => void }) {
  const name = useId();
  const { outcomes, series } = linked;
  const only = outcomes.length === 1 ? outcomes[0] : undefined;
  if (outcomes.length === 0) return null;
  return (
    <div className="section">
      <h3 id={name}>{only ? t('col_outcome') : t('chart_outcomes')}</h3>
      {only ? (
        <OutcomeWords of={only} series={series} />
      ) : (
        <div role="radiogroup" aria-labelledby={name}>
          {outcomes.map((one) => (
            <label className="choice" key={one.outcome.id}>
              <input type="radio" name={name} checked={one.outcome.id === shown} onChange={() => onShow(one.outcome.id)} />
              <OutcomeWords of={one} series={series} />
            </label>
          ))}
        </div>
      )}
    </div>
  );
}

function OutcomeWords({ of, series }: { of: LinkedView['outcomes'][number]; series: LinkedView['series'] }) {
  return (
    <span className="drawer-outcome">
      <Statement outcome={of.outcome} metric={series.metric} unitName={of.unitName} />
      <span className="muted">{of.ownerName === undefined ? t('chart_noOwner') : t('chart_owner', of.ownerName)}</span>
    </span>
  );
}
