import { useState, type SubmitEvent } from 'react';
import browser from 'webextension-polyfill';
import { today } from '@/components/look/dates';
import { Dialog } from '@/components/look/Dialog';
import { Field, Said } from '@/components/look/Field';
import { fieldText } from '@/components/look/number-field';
import { t, tn } from '@/components/look/words';
import { periodText } from '@/components/trend/periods';
import { unpacked } from '@/lib/messaging/points';
import type { SeriesView } from '@/lib/messaging/views';
import { readPasted, type PasteChoice } from '@/lib/metrics/typed';
import { startOf } from '@/lib/model/rules/periods';
import { DoubtChoice, RejectedLines } from './PasteReport';
import type { CourseState } from './state';
import { changesOf, earlier, textsOf, type Cells } from './typed-cells';

/** Values typed into a small grid, or pasted from a sheet: the path that needs no other tool. */
export function ValuesDialog({
  state,
  series,
  onClose,
}: {
  state: Pick<CourseState, 'typeValues'>;
  series: SeriesView;
  onClose: () => void;
}) {
  const { metric } = series;
  const points = unpacked(series.points);
  const now = today();
  const [cells, setCells] = useState<Cells>(() => textsOf(points, metric, now));
  const [pasted, setPasted] = useState('');
  const [choice, setChoice] = useState<PasteChoice>({});
  const [said, setSaid] = useState<string[]>([]);
  const report =
    pasted.trim() === ''
      ? null
      : readPasted(pasted, { startOf: (date) => startOf(date, metric), today: now, choice, languages: [browser.i18n.getUILanguage()] });
  const changes = changesOf(cells, points);

  const take = (text: string, next: PasteChoice) => {
    setPasted(text);
    setChoice(next);
    const read = readPasted(text, {
      startOf: (date) => startOf(date, metric),
      today: now,
      choice: next,
      languages: [browser.i18n.getUILanguage()],
    });
    if (read.values.length > 0) setCells({ ...cells, ...Object.fromEntries(read.values.map(({ period, v }) => [period, fieldText(v)])) });
  };
  const save = async () => {
    if (changes.wrong.length > 0) return setSaid([tn('values_wrong', changes.wrong.length)]);
    if (changes.values.length === 0) return onClose();
    const done = await state.typeValues(metric.id, changes.values);
    if (done.ok) onClose();
    else setSaid([`${done.sentence} ${done.hint}`]);
  };
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void save();
  };

  return (
    <Dialog title={t('values_of', metric.name)} onClose={onClose}>
      <form className="form" onSubmit={onSubmit}>
        <Field label={t('values_paste')} hint={t('values_pasteHint')}>
          {(wiring) => (
            <textarea {...wiring} className="textarea" rows={2} value={pasted} onChange={(event) => take(event.target.value, {})} />
          )}
        </Field>
        {report && (
          <>
            <DoubtChoice doubt={report.doubt} onChoose={(more) => take(pasted, { ...choice, ...more })} />
            <output className="hint">{tn('values_read', report.values.length)}</output>
            <RejectedLines rejected={report.rejected} />
          </>
        )}
        <section className="scroll-table" aria-label={t('values_grid')}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('figures_period')}</th>
                <th scope="col">{metric.unit || t('figures_value')}</th>
              </tr>
            </thead>
            <tbody>
              {Object.entries(cells)
                .toSorted(([a], [b]) => (a < b ? 1 : -1))
                .map(([period, text]) => (
                  <tr key={period}>
                    <th scope="row">{periodText(period, metric.cadence)}</th>
                    <td>
                      <input
                        className="input"
                        inputMode="decimal"
                        aria-label={periodText(period, metric.cadence)}
                        aria-invalid={changes.wrong.includes(period) || undefined}
                        value={text}
                        onChange={(event) => setCells({ ...cells, [period]: event.target.value })}
                      />
                    </td>
                  </tr>
                ))}
            </tbody>
          </table>
        </section>
        <div className="actions">
          <button className="btn" type="button" onClick={() => setCells(earlier(cells, metric))}>
            {t('values_earlier')}
          </button>
          <span className="hint">{t('values_emptied')}</span>
        </div>
        <Said errors={said} warnings={[]} />
        <div className="actions">
          <button className="btn btn-primary" type="submit">
            {changes.values.length === 0 ? t('values_keepNone') : tn('values_keep', changes.values.length)}
          </button>
          <button className="btn" type="button" onClick={onClose}>
            {t('cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
