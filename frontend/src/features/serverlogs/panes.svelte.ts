/** Which panes of a log are shown, and how wide; the same for every log of the window. */
class Panes {
  facets = $state(true);
  histogram = $state(true);
  facetWidth = $state(200);
  detailWidth = $state(360);
}

export const panes = new Panes();
