// vscode-jsonrpc 10.0.0: cancels a request of another thread through shared memory.
import { SharedArrayReceiverStrategy, SharedArraySenderStrategy } from 'vscode-jsonrpc';

const setup = () => {
  const sender = new SharedArraySenderStrategy();
  const request = { id: 1 };
  sender.enableCancellation(request);
  const { token } = new SharedArrayReceiverStrategy().createCancellationTokenSource(request);
  return { sender, token };
};

const cancel = ({ sender }) => {
  sender.sendCancellation(undefined, 1); // asynchronous by its signature only
};

export const suites = {
  'a cancellation arrives, and stays': {
    setup,
    threads: {
      sender: cancel,
      receiver: ({ token }) => {
        while (!token.isCancellationRequested);
        if (!token.isCancellationRequested) throw new Error('it was taken back');
      },
    },
    finish: ({ token }) => token.isCancellationRequested,
  },
  'one that is not sent does not arrive': {
    setup,
    threads: { receiver: ({ token }) => token.isCancellationRequested },
    finish: ({ token }) => !token.isCancellationRequested,
  },
};
