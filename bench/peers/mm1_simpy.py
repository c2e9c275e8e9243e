"""The M/M/1 queue on SimPy: python3 mm1_simpy.py CUSTOMERS prints the mean number present, a line per batch of customers."""

import random
import sys

import simpy

ARRIVALS_PER_SECOND, SERVICES_PER_SECOND, BATCHES = 0.8, 1.0, 40


class Queue:
    def __init__(self, customers):
        self.environment = simpy.Environment()
        self.server = simpy.Resource(self.environment)
        self.per_batch = customers // BATCHES
        self.present = self.served = 0
        self.area = self.since = self.batch_began = 0.0
        self.means = []
        self.done = self.environment.event()

    def changed(self, by):
        now = self.environment.now
        self.area += self.present * (now - self.since)
        self.since = now
        self.present += by

    def end_batch(self):
        self.means.append(self.area / (self.environment.now - self.batch_began))
        self.area, self.batch_began = 0.0, self.environment.now
        if len(self.means) == BATCHES:
            self.done.succeed()

    def customer(self):
        self.changed(+1)
        with self.server.request() as turn:
            yield turn
            yield self.environment.timeout(random.expovariate(SERVICES_PER_SECOND))
        self.changed(-1)
        self.served += 1
        if self.served % self.per_batch == 0:
            self.end_batch()

    def arrivals(self):
        while True:
            yield self.environment.timeout(random.expovariate(ARRIVALS_PER_SECOND))
            self.environment.process(self.customer())

    def run(self):
        self.environment.process(self.arrivals())
        self.environment.run(until=self.done)
        return self.means


if __name__ == "__main__":
    random.seed(1)
    for mean in Queue(int(sys.argv[1])).run():
        print(f"{mean:.9g}")
