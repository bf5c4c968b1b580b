import io.github.enet4j.multiplayer.ENetMultiplayerPeer;
import io.github.enet4j.multiplayer.GodotProject;
import io.github.enet4j.multiplayer.MultiplayerListener;
import io.github.enet4j.multiplayer.MultiplayerPeer;
import io.github.enet4j.multiplayer.SceneInstance;
import io.github.enet4j.multiplayer.SceneMultiplayer;
import io.github.enet4j.variant.Vector2;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A player in Java, on whatever server: walks up to the nearest other one and shoots.
 *
 * <pre>java ... ArenaBot PROJECT PORT NAME SECONDS</pre>
 */
public final class ArenaBot implements ArenaMain, MultiplayerListener {
    private static final int THINK_MILLIS = 250;

    /** What is known of a player; the fields are the synchronized properties of player.tscn. */
    private final class Player implements ArenaPlayer {
        final SceneInstance instance;
        final int id;
        Vector2 direction = Vector2.ZERO;
        Vector2 position = Vector2.ZERO;
        String title = "";
        int health;
        int score;

        Player(SceneInstance instance) {
            String path = instance.root().path();
            this.instance = instance;
            id = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
            instance.root().implement(ArenaPlayer.class, this);
            instance.node("InputSync").setMultiplayerAuthority(id);
            instance.bind(MethodHandles.lookup(), this);
        }

        @Override
        public void shoot(Vector2 aim) {
            /* Only the server is told. */
        }

        @Override
        public void hit(String by) {
            tell("sees " + by + " hit " + title);
        }
    }

    private final SceneMultiplayer multiplayer = new SceneMultiplayer();
    private final ENetMultiplayerPeer peer = new ENetMultiplayerPeer();
    private final Map<Integer, Player> players = new LinkedHashMap<>();
    private final String name;
    private final ArenaMain server;
    private boolean greeted;

    private ArenaBot(Path project, int port, String name) {
        this.name = name;
        SceneInstance game = GodotProject.open(project).scene("res://main.tscn").attach(multiplayer, this::setUp);
        game.root().implement(ArenaMain.class, this);
        game.spawner("PlayerSpawner").onSpawned(
                node -> players.values().stream().filter(player -> player.instance.root() == node).forEach(
                        player -> tell("sees " + player.title)));
        game.spawner("PlayerSpawner").onDespawned(
                node -> players.values().removeIf(player -> player.instance.root() == node));
        server = game.root().remote(ArenaMain.class, MultiplayerPeer.SERVER);
        multiplayer.setListener(this);
        peer.createClient("127.0.0.1", port);
        multiplayer.setMultiplayerPeer(peer);
    }

    private void setUp(SceneInstance instance) {
        if (instance.scene().path().equals("res://player.tscn")) {
            Player player = new Player(instance);
            players.put(player.id, player);
        }
    }

    @Override
    public void connectedToServer() {
        tell("has joined");
        server.introduce(name);
    }

    @Override
    public void serverDisconnected() {
        tell("has lost the server");
    }

    @Override
    public void said(String who, String text) {
        tell("hears " + who + ": " + text);
    }

    @Override
    public void introduce(String title) {
        /* Only the server is told. */
    }

    @Override
    public void say(String text) {
        /* Only the server is told. */
    }

    private void think() {
        Player me = players.get(multiplayer.getUniqueId());
        if (me == null) {
            return;
        }
        if (!greeted) {
            server.say("hello from " + name);
            greeted = true;
        }
        Player enemy = null;
        for (Player player : players.values()) {
            if (player != me && (enemy == null || distance(me, player) < distance(me, enemy))) {
                enemy = player;
            }
        }
        if (enemy != null) {
            Vector2 way = new Vector2(enemy.position.x() - me.position.x(), enemy.position.y() - me.position.y());
            boolean far = distance(me, enemy) > 120;
            me.direction = far ? way : new Vector2(-way.y(), way.x());
            me.instance.root().remote(ArenaPlayer.class, MultiplayerPeer.SERVER).shoot(way);
        }
    }

    private static double distance(Player a, Player b) {
        return Math.hypot(a.position.x() - b.position.x(), a.position.y() - b.position.y());
    }

    private void tell(String what) {
        System.out.println(name + " " + what);
    }

    private void run(long seconds) {
        long end = System.nanoTime() + seconds * 1_000_000_000;
        long next = System.nanoTime();
        while (System.nanoTime() < end) {
            multiplayer.poll(THINK_MILLIS);
            if (System.nanoTime() >= next) {
                think();
                next = System.nanoTime() + THINK_MILLIS * 1_000_000L;
            }
        }
        players.values().forEach(player -> tell(String.format("ends with %s at (%.0f, %.0f), health %d, score %d",
                player.title, player.position.x(), player.position.y(), player.health, player.score)));
        multiplayer.close();
    }

    /**
     * Plays.
     *
     * @param arguments the folder of project.godot, the server's port, a name, and how long in seconds
     */
    public static void main(String[] arguments) {
        new ArenaBot(Path.of(arguments[0]), Integer.parseInt(arguments[1]), arguments[2])
                .run(Long.parseLong(arguments[3]));
    }
}
