import type { Purpose } from '@/lib/messaging/caller';
import type { CallName, HideableType, In } from '@/lib/messaging/names';
import { ix } from '@/lib/store/index-strings';
import type { Workspace } from '@/lib/store/workspace';

/** What a call is about: a course, a tile, a record; nothing: it may be asked by every frame of ours. */
type Subject = { course: string } | { tile: { site: string; dashboard: string; tile: string } } | { record: HideableType; id: string };

type PanelCall = Extract<CallName, `panel/${string}`>;

const record = (type: HideableType, id: string | undefined): Subject[] => (id === undefined ? [] : [{ record: type, id }]);
const course = (id: string | undefined): Subject[] => (id === undefined ? [] : [{ course: id }]);

/** One line per call of a frame: a new call without one does not compile. */
const subjects: { [N in PanelCall]: (input: In<N>) => Subject[] } = {
  'panel/firstView': () => [],
  'panel/courseView': (input) => course(input.course),
  'panel/chartView': (input) => [{ tile: input }],
  'panel/refresh': (input) => record('metric', input.metricId),
  'panel/viewState': (input) => course(input.course),
  'panel/outcomeSearch': (input) => course(input.course),
  'panel/tag': (input) => course(input.course),
  'panel/alignmentChange': (input) => record('alignment', input.id),
  'panel/alignmentAsk': (input) => record('alignment', input.id),
  'panel/outcomeAdd': (input) => course(input.course),
  'panel/outcomeChange': (input) => record('outcome', input.id),
  'panel/metricChange': (input) => record('metric', input.id),
  'panel/valuesType': (input) => record('metric', input.metricId),
  'panel/launchSet': (input) => course(input.course),
  'panel/launchRemove': (input) => course(input.course),
  'panel/coursePolicy': (input) => course(input.course),
  'panel/hide': (input) => record(input.type, input.id),
  'panel/restore': (input) => record(input.type, input.id),
  'panel/chartRead': (input) => [{ tile: input }],
  'panel/chartLink': (input) => [{ tile: input }],
  'panel/chartUnlink': (input) => record('chartLink', input.linkId),
  'panel/metricSearch': () => [],
  'panel/permissionWindow': () => [],
  'panel/openAdmin': () => [],
};

/** May a frame that was let in for this purpose make this call? It works on its own course or tile and what hangs on it. */
export async function inScope<N extends CallName>(ws: Workspace, purpose: Purpose, call: N, input: In<N>): Promise<boolean> {
  const about = (subjects as { [C in CallName]?: (input: In<C>) => Subject[] })[call];
  if (!about) return false;
  for (const subject of about(input)) if (!(await belongs(ws, purpose, subject))) return false;
  return true;
}

async function belongs(ws: Workspace, purpose: Purpose, subject: Subject): Promise<boolean> {
  if (purpose.kind === 'chart') {
    if ('tile' in subject) return sameTile(purpose, subject.tile);
    return 'record' in subject && ofTile(ws, purpose, subject.record, subject.id);
  }
  if ('course' in subject) return subject.course === purpose.course;
  return 'record' in subject && ofCourse(ws, purpose.course, subject.record, subject.id);
}

const sameTile = (a: { site: string; dashboard: string; tile: string }, b: typeof a): boolean =>
  a.site === b.site && a.dashboard === b.dashboard && a.tile === b.tile;

async function ofCourse(ws: Workspace, courseId: string, type: HideableType, id: string): Promise<boolean> {
  if (type === 'course') return id === courseId;
  if (type === 'chartLink') return false;
  // Hidden tags count: undo comes from the panel that hid them.
  const tags = (await ws.find('alignment', ix.alignmentsOfCourse(courseId))).map(({ plain }) => plain);
  if (type === 'alignment') return tags.some((tag) => tag.id === id);
  if (type === 'outcome') return tags.some((tag) => tag.outcomeId === id);
  if (tags.some((tag) => tag.leadingIndicator?.metricId === id || tag.comparison?.metricId === id)) return true;
  const outcomes = await ws.readMany(
    'outcome',
    tags.map((tag) => tag.outcomeId),
  );
  return outcomes.some((outcome) => outcome?.plain.metricId === id);
}

async function ofTile(
  ws: Workspace,
  tile: { site: string; dashboard: string; tile: string },
  type: HideableType,
  id: string,
): Promise<boolean> {
  const links = (await ws.find('chartLink', ix.linksOfTile(tile.site, tile.dashboard, tile.tile))).map(({ plain }) => plain);
  if (type === 'chartLink') return links.some((link) => link.id === id);
  if (type === 'metric') return links.some((link) => link.metricId === id);
  if (type !== 'outcome') return false;
  const outcome = await ws.read('outcome', id);
  return links.some((link) => link.metricId === outcome?.plain.metricId);
}
