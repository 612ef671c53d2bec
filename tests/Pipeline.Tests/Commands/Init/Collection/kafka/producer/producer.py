import argparse

arguments = argparse.ArgumentParser()
arguments.add_argument("--brokers")
arguments.add_argument("--topic")
arguments.add_argument("--rate", type=int)
