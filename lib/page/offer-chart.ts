import { openChart } from './chartpanel';

/** Entry of the chart script, which the background brings into a dashboard's page when a mark is opened: offers it to the product's script there. */
export const offerChart = (): void => void Object.assign(globalThis, { throughlineChart: openChart });
