/** Points of a line in the chart of an alert or an objective, at most. */
export const MOST_CHART_POINTS = 400;
