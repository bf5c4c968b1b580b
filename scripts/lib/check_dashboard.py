"""Asks a Prometheus for every expression of a Grafana dashboard, until all have an answer, for at most a minute.

    check_dashboard.py DASHBOARD.json http://HOST:PORT
"""
import json
import sys
import time
import urllib.parse
import urllib.request

PATIENCE_SECONDS = 60


def answers(server, expression):
    query = urllib.parse.urlencode({"query": expression})
    with urllib.request.urlopen(f"{server}/api/v1/query?{query}") as response:
        return json.load(response)["data"]["result"]


def expressions(path):
    with open(path, encoding="utf-8") as file:
        dashboard = json.load(file)
    for panel in dashboard["panels"]:
        for target in panel["targets"]:
            yield target["expr"].replace("$job", "enet").replace("[$__rate_interval]", "[10s]")


def main():
    path, server = sys.argv[1:]
    everything = list(expressions(path))
    wanted = [each for each in everything if "enet_dtls_" not in each]
    end = time.monotonic() + PATIENCE_SECONDS
    missing = wanted
    while missing and time.monotonic() < end:
        time.sleep(1)
        missing = [each for each in missing if not answers(server, each)]
    if missing:
        sys.exit("no answer to:\n  " + "\n  ".join(missing))
    for each in everything:
        answers(server, each)  # those about DTLS are right, too, as far as Prometheus reads them
    for each in wanted:
        if each.startswith(("sum by (instance) (enet_host_peers", "histogram_quantile(0.99")):
            print(each, "=", ", ".join(row["value"][1] for row in answers(server, each)))
    print(f"{len(wanted)} expressions have answers; {len(everything) - len(wanted)} about DTLS are read without error")


main()
