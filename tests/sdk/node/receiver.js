// A receiver of ShipEngine's webhooks, in Express. Prints {"url":...} on one line when it is ready.
//
// usage: node receiver.js [--answers 500,500,200] [--jwks FILE] [--dedupe] [--tls CERT KEY]
//                         [--port N]
//
//   --answers   statuses of the answers in turn; the last is for all that follow (default: 200)
//   --jwks      refuse what the keys in this file did not sign; a refusal takes no answer's turn
//   --dedupe    do the work for one body only once, whatever happened to the answer
//   --tls       speak https
//   --port      where to listen on 127.0.0.1 (default: any port that is free)
//
//   GET /orders/NUMBER   the parcel: {"status": "IT", "count": 1}, count is how often it was told
//   GET /_seen           every other request, in order
'use strict';

const fs = require('node:fs');
const http = require('node:http');
const https = require('node:https');
const express = require('express');
const { refusal } = require('./signature');

function readOptions(words) {
  const options = { answers: [200], dedupe: false, port: 0 };
  const values = {
    '--answers': (list) => { options.answers = list.split(',').map(Number); },
    '--jwks': (file) => { options.jwks = JSON.parse(fs.readFileSync(file)); },
    '--port': (number) => { options.port = Number(number); },
    '--dedupe': () => { options.dedupe = true; },
    '--tls': (cert, key) => {
      options.tls = { cert: fs.readFileSync(cert), key: fs.readFileSync(key) };
    },
  };
  while (words.length > 0) {
    const name = words.shift();
    const take = values[name];
    if (!take) throw new Error(`there is no option ${name}`);
    if (words.length < take.length) throw new Error(`${name} takes ${take.length} words`);
    take(...words.splice(0, take.length));
  }
  if (!options.answers.every((status) => status >= 200 && status <= 599)) {
    throw new Error('--answers: expected statuses from 200 to 599');
  }
  return options;
}

// Undefined for what is no JSON.
function parsed(body) {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

// What a shop would keep in its database.
class Orders {
  constructor({ dedupe }) {
    this.dedupe = dedupe;
    this.done = new Set(); // bodies, so that a second delivery of one is known
    this.byNumber = new Map();
  }

  find(number) {
    return this.byNumber.get(number) ?? { status: null, count: 0 };
  }

  // The work. It believes whatever came last, as many receivers do.
  apply(body) {
    const payload = parsed(body);
    if (payload?.resource_type !== 'API_TRACK') return;
    if (this.dedupe && this.done.has(body.toString())) return;
    this.done.add(body.toString());
    const { tracking_number: number, status_code: status } = payload.data;
    this.byNumber.set(number, { status, count: this.find(number).count + 1 });
  }
}

function makeApp(options) {
  const orders = new Orders(options);
  const seen = [];
  let turn = 0;

  function judge(request, body) {
    const refused = options.jwks && refusal(request.headers, body, options.jwks);
    if (refused) return refused;
    const answer = options.answers[Math.min(turn, options.answers.length - 1)];
    turn += 1;
    return answer;
  }

  const app = express();
  app.get('/_seen', (request, response) => response.json(seen));
  app.get('/orders/:number', (request, response) => {
    response.json(orders.find(request.params.number));
  });
  // The signature is one of the raw bytes: JSON is parsed later.
  app.use(express.raw({ type: () => true, inflate: false, limit: '10mb' }));
  app.use((request, response) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const answer = judge(request, body);
    if (answer < 300 && request.method === 'POST') orders.apply(body);
    const headers = [];
    for (let i = 0; i < request.rawHeaders.length; i += 2) {
      headers.push(request.rawHeaders.slice(i, i + 2));
    }
    seen.push({
      method: request.method, path: request.url, headers, body: body.toString('base64'), answer,
    });
    response.sendStatus(answer);
  });
  return app;
}

function main() {
  const options = readOptions(process.argv.slice(2));
  const app = makeApp(options);
  const server = options.tls ? https.createServer(options.tls, app) : http.createServer(app);
  server.listen(options.port, '127.0.0.1', () => {
    const url = `${options.tls ? 'https' : 'http'}://127.0.0.1:${server.address().port}`;
    console.log(JSON.stringify({ url }));
  });
}

try {
  main();
} catch (error) {
  console.error(`receiver.js: ${error.message}`);
  process.exitCode = 2;
}
