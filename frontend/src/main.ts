import { mount } from 'svelte';
import { chooseBackend } from './backend/choose';
import Window from './shell/Window.svelte';
import { App } from './state/app.svelte';
import './styles/base.css';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');

mount(Window, { target, props: { app: new App(await chooseBackend()) } });
