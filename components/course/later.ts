import { useEffect, useState } from 'react';
import { nextTask } from '@/components/look/chunk';

/** False in the first drawing, true in the next task: words are seen before charts are made. */
export function useLater(): boolean {
  const [later, setLater] = useState(false);
  useEffect(() => {
    let here = true;
    void nextTask().then(() => here && setLater(true));
    return () => {
      here = false;
    };
  }, []);
  return later;
}
