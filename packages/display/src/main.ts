import { mount } from 'svelte';
import 'maplibre-gl/dist/maplibre-gl.css';
import 'uplot/dist/uPlot.min.css';
import './app.css';
import Door from './people/Door.svelte';

/** The pages a person uses: drawn into `#app` of index.html, fed by the node's stream alone. */
const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no element #app to draw the pages into.');
mount(Door, { target });
