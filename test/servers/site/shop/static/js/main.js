import { greet } from './greet.js';

document.getElementById('module').textContent = greet('module');
