import { TriangleAlert } from 'lucide-react';
import { Icon } from '@/components/look/Icon';
import { t } from '@/components/look/words';

/** What is not there, said in words; with a sign only where somebody should act. */
export function Absent({ words, attention }: { words: string; attention?: boolean }) {
  if (!attention) return <span className="muted">{words}</span>;
  return (
    <span className="status status-attention">
      <Icon of={TriangleAlert} size={14} />
      {words}
    </span>
  );
}

export function Deleted({ row }: { row: { hidden: boolean } }) {
  return row.hidden ? <span className="tag">{t('admin_deleted')}</span> : null;
}
