import io.github.enet4j.multiplayer.ENetMultiplayerPeer;
import io.github.enet4j.multiplayer.GodotProject;
import io.github.enet4j.multiplayer.MultiplayerListener;
import io.github.enet4j.multiplayer.RemoteNode;
import io.github.enet4j.multiplayer.SceneInstance;
import io.github.enet4j.multiplayer.SceneMultiplayer;
import io.github.enet4j.variant.Vector2;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The server of the arena in Java: what main.gd does after host(). The game's own files say which nodes, remote methods
 * and properties there are.
 *
 * <pre>java ... ArenaServer PROJECT PORT [SECONDS]</pre>
 */
public final class ArenaServer implements ArenaMain, MultiplayerListener {
    private static final double WIDTH = 800;
    private static final double HEIGHT = 480;
    private static final double SPEED = 160;
    private static final double BULLET_SPEED = 400;
    private static final double REACH = 14;
    private static final int HEALTH = 3;
    private static final int FRAME_MILLIS = 16;

    /** A player; the fields are the synchronized properties of player.tscn. */
    private final class Player implements ArenaPlayer {
        final RemoteNode node;
        final int id;
        Vector2 direction = Vector2.ZERO;
        Vector2 position = somewhere();
        String title;
        int health = HEALTH;
        int score;

        Player(SceneInstance instance, int id, String title) {
            this.id = id;
            this.title = title;
            node = instance.root().implement(ArenaPlayer.class, this);
            instance.node("InputSync").setMultiplayerAuthority(id);
            instance.bind(MethodHandles.lookup(), this);
        }

        @Override
        public void shoot(Vector2 aim) {
            if (multiplayer.getRemoteSenderId() == id) {
                fire(this, aim);
            }
        }

        @Override
        public void hit(String by) {
            /* Only peers are told. */
        }

        void move(double seconds) {
            double length = Math.max(1, length(direction));
            position = new Vector2(clamp(position.x() + direction.x() / length * SPEED * seconds, WIDTH),
                    clamp(position.y() + direction.y() / length * SPEED * seconds, HEIGHT));
        }
    }

    /** A bullet; clients know from the velocity how it flies. */
    private static final class Bullet {
        RemoteNode node;
        Player shooter;
        Vector2 position = Vector2.ZERO;
        Vector2 velocity = Vector2.ZERO;
    }

    private final SceneMultiplayer multiplayer = new SceneMultiplayer();
    private final ENetMultiplayerPeer peer = new ENetMultiplayerPeer();
    private final Map<Integer, Player> players = new LinkedHashMap<>();
    private final List<Bullet> bullets = new ArrayList<>();
    private final Random random = new Random();
    private final SceneInstance game;
    private final ArenaMain everybody;

    /* What setUp gives the instance that is being spawned. */
    private String nextTitle;
    private Bullet nextBullet;

    private int fired;

    private ArenaServer(Path project, int port) {
        game = GodotProject.open(project).scene("res://main.tscn").attach(multiplayer, this::setUp);
        game.root().implement(ArenaMain.class, this);
        everybody = game.root().remote(ArenaMain.class);
        peer.createServer(port);
        multiplayer.setListener(this);
        multiplayer.setMultiplayerPeer(peer);
    }

    /** A scene was instantiated: before its state goes out. */
    private void setUp(SceneInstance instance) {
        switch (instance.scene().path()) {
            case "res://player.tscn" -> {
                int id = Integer.parseInt(nameOf(instance.root()));
                players.put(id, new Player(instance, id, nextTitle));
            }
            case "res://bullet.tscn" -> {
                nextBullet.node = instance.root();
                instance.bind(MethodHandles.lookup(), nextBullet);
            }
            default -> { }
        }
    }

    private static String nameOf(RemoteNode node) {
        return node.path().substring(node.path().lastIndexOf('/') + 1);
    }

    /* ---- What clients call ---- */

    @Override
    public void introduce(String title) {
        int id = multiplayer.getRemoteSenderId();
        if (!players.containsKey(id)) {
            nextTitle = title.substring(0, Math.min(20, title.length()));
            game.spawner("PlayerSpawner").spawn("res://player.tscn", String.valueOf(id));
            announce("server", nextTitle + " has joined");
        }
    }

    @Override
    public void say(String text) {
        Player player = players.get(multiplayer.getRemoteSenderId());
        if (player != null) {
            announce(player.title, text.substring(0, Math.min(200, text.length())));
        }
    }

    @Override
    public void said(String who, String text) {
        /* Only peers are told. */
    }

    @Override
    public void peerDisconnected(int id) {
        Player player = players.remove(id);
        if (player != null) {
            player.node.remove();
            announce("server", player.title + " has left");
        }
    }

    private void announce(String who, String text) {
        everybody.said(who, text);
        System.out.println("server hears " + who + ": " + text);
    }

    /* ---- The world ---- */

    private void fire(Player shooter, Vector2 aim) {
        double length = length(aim);
        if (length > 0) {
            nextBullet = new Bullet();
            nextBullet.shooter = shooter;
            nextBullet.position = shooter.position;
            nextBullet.velocity = new Vector2(aim.x() / length * BULLET_SPEED, aim.y() / length * BULLET_SPEED);
            bullets.add(nextBullet);
            game.spawner("BulletSpawner").spawn("res://bullet.tscn", "Bullet" + ++fired);
        }
    }

    private void step(double seconds) {
        players.values().forEach(player -> player.move(seconds));
        for (Bullet bullet : List.copyOf(bullets)) {
            bullet.position = new Vector2(bullet.position.x() + bullet.velocity.x() * seconds,
                    bullet.position.y() + bullet.velocity.y() * seconds);
            Player target = target(bullet);
            if (target != null) {
                hit(target, bullet.shooter);
            }
            boolean inside = clamp(bullet.position.x(), WIDTH) == bullet.position.x()
                    && clamp(bullet.position.y(), HEIGHT) == bullet.position.y();
            if (target != null || !inside) {
                bullets.remove(bullet);
                bullet.node.remove();
            }
        }
    }

    private Player target(Bullet bullet) {
        for (Player player : players.values()) {
            double distance = Math.hypot(
                    player.position.x() - bullet.position.x(), player.position.y() - bullet.position.y());
            if (player != bullet.shooter && distance < REACH) {
                return player;
            }
        }
        return null;
    }

    private void hit(Player player, Player shooter) {
        player.health--;
        player.node.remote(ArenaPlayer.class).hit(shooter.title);
        if (player.health == 0) {
            player.health = HEALTH;
            player.position = somewhere();
            shooter.score++;
            announce("server", shooter.title + " has shot " + player.title);
        }
    }

    private Vector2 somewhere() {
        return new Vector2(random.nextDouble() * WIDTH, random.nextDouble() * HEIGHT);
    }

    private static double length(Vector2 vector) {
        return Math.hypot(vector.x(), vector.y());
    }

    private static double clamp(double value, double most) {
        return Math.max(0, Math.min(most, value));
    }

    private void run(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        long last = System.nanoTime();
        while (System.nanoTime() < end) {
            multiplayer.poll(FRAME_MILLIS);
            long now = System.nanoTime();
            step((now - last) / 1e9);
            last = now;
        }
        players.values().forEach(player -> System.out.printf(
                "server ends with %s at (%.0f, %.0f), health %d, score %d%n",
                player.title, player.position.x(), player.position.y(), player.health, player.score));
        multiplayer.close();
    }

    /**
     * Serves.
     *
     * @param arguments the folder of project.godot, the port, and how long in seconds (else for good)
     */
    public static void main(String[] arguments) {
        ArenaServer server = new ArenaServer(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        System.out.println("server serves");
        server.run(arguments.length > 2 ? Long.parseLong(arguments[2]) * 1000 : Long.MAX_VALUE / 2_000_000);
    }
}
