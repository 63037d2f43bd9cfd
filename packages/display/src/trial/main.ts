import { mount } from 'svelte';
import '../app.css';
import ReportPage from './ReportPage.svelte';

/** The report of a trial, one file: drawn into `#app` of trial-report.html from the data in the same page. */
const target = document.getElementById('app');
const data = document.getElementById('trial-report');
if (target === null || data === null) throw new Error('The page has lost its parts #app and #trial-report.');
mount(ReportPage, { target, props: { text: data.textContent ?? 'null' } });
