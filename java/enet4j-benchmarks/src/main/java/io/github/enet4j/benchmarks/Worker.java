package io.github.enet4j.benchmarks;

import io.github.enet4j.benchmarks.codec.CodecContender;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/** The process of one contender: reads a task per line, writes a line of JSON per result, as native/enet_bench.c. */
public final class Worker {
    private Worker() {
    }

    /**
     * Works until its input ends.
     *
     * @param arguments the name of the contender: one of Contender, of CodecContender, or any for remote calls
     * @throws IOException          if the driver has gone
     * @throws InterruptedException never
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String contender = arguments[0];
        Tasks tasks = Contender.isOne(contender) ? new Tasks(Contender.valueOf(contender)) : null;
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "bulk" -> answer(tasks.bulk(Integer.parseInt(words[1]), Double.parseDouble(words[2])));
                case "deep" -> answer(tasks.deep(Integer.parseInt(words[1]), Double.parseDouble(words[2])));
                case "pingpong" -> answer(tasks.pingpong(Double.parseDouble(words[1]), Double.parseDouble(words[2])));
                case "fanout" -> answer(tasks.fanout(
                        words.length > 5 ? words[5] : null, Integer.parseInt(words[1]), Integer.parseInt(words[2]),
                        words[3].equals("1"), words[4].equals("1"), Worker::tellPort));
                case "memory" -> answer(tasks.memory(
                        Integer.parseInt(words[1]), Integer.parseInt(words[2]), Worker::tellPort));
                case "startup" -> answer(tasks.startup());
                case "idle" -> answer(tasks.idle(Integer.parseInt(words[1])));
                case "connects" -> answer(tasks.connects(Double.parseDouble(words[1])));
                case "call" -> answer(CodecTasks.run(
                        CodecContender.valueOf(contender), words[1], Double.parseDouble(words[2])));
                case "rpc" -> answer(RpcTasks.server(Integer.parseInt(words[1]), Integer.parseInt(words[2]),
                        Worker::tellPort));
                case "rpcpeers" -> {
                    endWithInput(input);
                    RpcTasks.clients(Integer.parseInt(words[1]), Integer.parseInt(words[2]), () -> answer("{}"));
                }
                case "peers" -> {
                    endWithInput(input);
                    tasks.peers(Integer.parseInt(words[1]), Integer.parseInt(words[3]), () -> answer("{}"));
                }
                default -> throw new IllegalArgumentException(line);
            }
        }
        System.exit(0);
    }

    private static void tellPort(int port) {
        answer(Meter.json("listening", port));
    }

    private static void answer(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static void endWithInput(BufferedReader input) {
        Thread thread = new Thread(() -> {
            try {
                while (input.readLine() != null) {
                    continue;
                }
            } catch (IOException e) {
                /* the same */
            }
            Runtime.getRuntime().halt(0);
        });
        thread.setDaemon(true);
        thread.start();
    }
}
