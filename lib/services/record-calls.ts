import type { Handlers } from './handlers';
import { alignmentAsk, alignmentChange, tag } from './alignments';
import { catalogue } from './catalogue';
import { chartLink, chartRead, chartUnlink, chartView } from './charts';
import { courseView } from './courses';
import { coursePolicy, launchRemove, launchSet } from './courses-kept';
import { exportAll, importApply, importPreview } from './exchange';
import { dependents, erase, hide, restore } from './hiding';
import { metricAdd, metricChange, outcomeAdd, outcomeChange } from './outcomes';
import { oneSeries } from './one-series';
import { refresh, valuesType } from './readings';
import { sampleLoad, sampleRemove } from './sample';
import { metricSearch, outcomeSearch } from './search';

/** Calls about records; joined with those about visits and sites in calls.ts. */
export const recordCalls = {
  'panel/courseView': courseView,
  'panel/chartView': chartView,
  'panel/refresh': refresh,
  'panel/outcomeSearch': outcomeSearch,
  'panel/tag': tag,
  'panel/alignmentChange': alignmentChange,
  'panel/alignmentAsk': alignmentAsk,
  'panel/outcomeAdd': outcomeAdd,
  'panel/outcomeChange': outcomeChange,
  'panel/metricChange': metricChange,
  'panel/valuesType': valuesType,
  'panel/launchSet': launchSet,
  'panel/launchRemove': launchRemove,
  'panel/coursePolicy': coursePolicy,
  'panel/hide': hide,
  'panel/restore': restore,
  'panel/chartRead': chartRead,
  'panel/chartLink': chartLink,
  'panel/chartUnlink': chartUnlink,
  'panel/metricSearch': metricSearch,
  'own/series': oneSeries,
  'own/metricAdd': metricAdd,
  'own/catalogue': catalogue,
  'own/dependents': dependents,
  'own/erase': erase,
  'own/export': exportAll,
  'own/importPreview': importPreview,
  'own/importApply': importApply,
  'own/sampleLoad': sampleLoad,
  'own/sampleRemove': sampleRemove,
} satisfies Partial<Handlers>;
