import { FileJson } from 'lucide-react';
import { Notice } from '@/components/look/Notice';
import { t, tn } from '@/components/look/words';
import type { ImportPreview } from '@/lib/messaging/names';
import { fieldWord } from './field-words';
import { wholeNumber } from './numbers';
import { typeWord } from './type-words';
import { VirtualTable } from './VirtualTable';

/** What an import would do: counts by type, and each field that would change, before anything is written. */
export function Preview({ name, preview }: { name: string; preview: ImportPreview & { ok: true } }) {
  const counts = Object.entries(preview.counts);
  const total = counts.reduce((sum, [, count]) => sum + count.new + count.changed + count.same + count.older, 0);
  const rows = preview.differences.map((difference, i) => ({ ...difference, id: `${i}`, hidden: false }));
  return (
    <>
      <Notice icon={FileJson} announce title={tn('import_read', total, name)}>
        {t('import_before')}
      </Notice>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reachable by keyboard */}
      <section className="tablewrap-flow" aria-label={t('import_counts')} tabIndex={0}>
        <table className="table">
          <caption className="visually-hidden">{t('import_counts')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('import_what')}</th>
              <th scope="col" className="num">
                {t('import_new')}
              </th>
              <th scope="col" className="num">
                {t('import_changed')}
              </th>
              <th scope="col" className="num">
                {t('import_sameCol')}
              </th>
              <th scope="col" className="num">
                {t('import_older')}
              </th>
            </tr>
          </thead>
          <tbody>
            {counts.map(([type, count]) => (
              <tr key={type}>
                <th scope="row">{typeWord(type)}</th>
                <td className="num">{wholeNumber(count.new)}</td>
                <td className="num">{wholeNumber(count.changed)}</td>
                <td className="num">{wholeNumber(count.same)}</td>
                <td className="num">{wholeNumber(count.older)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {rows.length === 0 ? null : (
        <>
          <h3>{tn('import_differences', rows.length)}</h3>
          <VirtualTable
            label={t('import_differencesLabel')}
            rows={rows}
            empty={null}
            columns={[
              {
                key: 'name',
                head: t('import_record'),
                cell: (row) => (
                  <>
                    {row.name}
                    <small>{typeWord(row.type)}</small>
                  </>
                ),
              },
              { key: 'field', head: t('import_field'), cell: (row) => fieldWord(row.field) },
              { key: 'here', head: t('import_here'), cell: (row) => <del className="key-del">{row.here || t('import_absent')}</del> },
              { key: 'there', head: t('import_there'), cell: (row) => <ins className="key-ins">{row.there || t('import_absent')}</ins> },
            ]}
          />
        </>
      )}
    </>
  );
}
