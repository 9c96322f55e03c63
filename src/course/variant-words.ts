/**
 * The words that variants name things by, by length: things that one can touch or look at, so that no name says what the
 * code does. None is the name of a function, type, field or file of Go's standard library, none is a plural.
 */
const wordLists: readonly string[] = [
  // 3 letters
  [
    'ant ash bay bee bog cob cod cow cub doe elk elm emu ewe fen fig fir fox gem hay hen hip hoe hog hut ink ivy jam',
    'jay jug keg koi lid oak oar oat owl paw pea pig pug rag ram rye sap ski sod sow soy toe tub tug urn vat wax wig',
    'yak yam yew zoo',
  ].join(' '),
  // 4 letters
  [
    'acre aunt bale barn bath bead bean bear beet bell bird boar boat bolt bone boot bowl brow bulb bull calf camp',
    'cape carp cart cave chin clam claw clay club coal coat coin colt comb cord cork corn crab crib crow cube curl',
    'deer desk dill dime dish dock doll door dove drum duck dune dusk fawn fern fish flax flea foal foam frog fund',
    'gate goat gold gown gull hare harp hawk haze helm herb hill hive hoof horn iron jade kale kelp kite kiwi lace',
    'lake lamb lamp lark lawn leek lily lime lion loaf loch loom lute lynx mane mare mast mill mint mist mole moon',
    'moth mule newt oven pail palm pear peat pine plum pond pony pork quay raft rail reed rice rink robe rock roof',
    'rope rose ruby rung sail sand silk sled slug snow soap soup spur stem swan tent tide toad tomb tram tuba tuna',
    'twig vale vane vase veal vine wand wasp wing wolf wood wool wren yarn yolk',
  ].join(' '),
  // 5 letters
  [
    'acorn alder algae amber anise apple apron aspen attic bacon badge bagel banjo barge basil baton beach berry',
    'birch bison bloom bluff bread brick brook broom brush bugle cabin camel canal candy canoe cedar chalk charm',
    'cheek chest chick cider cigar cliff clown cobra comet coral couch crane crate creek crown daisy dough eagle',
    'easel ebony ember feast fence ferry finch fjord flame fleet flint flour flute forge frost fruit glove goose',
    'gourd grape grove guava hazel hedge heron honey horse hotel hound hyena igloo ivory jewel juice kayak koala',
    'lemon lemur lilac llama lodge mango manor maple marsh medal melon moose mound mouse mural olive onion opera',
    'orbit organ otter panda pansy paste peach pearl pecan penny petal piano pizza plank plaza plume poppy pouch',
    'prawn quail quilt radar raven ridge river salad salon satin sauna scarf shark sheep shelf shrub skirt skunk',
    'slope sloth snail spade spear spice spoon squid steak stool stork straw sugar swamp sword syrup thorn tiger',
    'toast torch towel tower train trout truck tulip tunic vault viola wagon waltz whale wheat wheel yacht zebra',
  ].join(' '),
  // 6 letters
  [
    'almond anchor antler badger bakery ballad bamboo banana barley barrel basket beaver beetle blazer bonnet bottle',
    'breeze bridge bronze butter camera canary candle canyon carpet carrot cashew castle cattle celery cellar cherry',
    'chisel church cinema clover cobalt coffee collar condor copper cotton cougar coyote cradle crater crayon cymbal',
    'dagger dahlia donkey dragon eyelid fabric falcon farmer fennel ferret fiddle flagon flower forest fossil garage',
    'garden garlic gazebo geyser ginger girdle gopher gravel grotto guitar hammer hamper harbor hearth helmet hermit',
    'hornet hunter icicle iguana indigo island jacket jaguar jersey jigsaw jockey jungle kennel kettle kitten ladder',
    'lagoon laurel lizard locket lupine magnet magpie mallet mantle marble marina meadow melody mirror mitten monkey',
    'museum mussel napkin nectar nutmeg oboist orchid osprey oyster paddle palace papaya parade parrot pastry pebble',
    'pencil pepper petrel pickle pigeon pillow piston planet plough poncho potato puffin puzzle quarry quiver rabbit',
    'radish raisin ravine ribbon rocket saddle salmon sandal saucer shovel shrimp silver sketch sleigh spider spruce',
    'squash statue sunset tablet tailor teapot temple timber tomato toucan trophy trowel tundra tunnel turkey turnip',
    'turtle tuxedo valley vessel violet violin walnut weasel willow winter wombat zipper',
  ].join(' '),
  // 7 letters
  [
    'acrobat antenna apricot auction avocado balloon banquet bassoon bearing beehive bicycle biscuit blanket blossom',
    'bonfire bouquet bramble buffalo cabbage caboose cadence caravan caribou cascade catfish caution cedilla cellist',
    'chamber chapter cheetah chicken chimney cobbler coconut conifer cottage cricket crystal cupcake curtain custard',
    'cutlery dolphin doorway drizzle dungeon emerald estuary factory feather flannel freckle furnace garland garment',
    'gazelle giraffe glacier gondola granary granite grizzly hallway hamster harvest hatchet heather hemlock herring',
    'hickory highway holiday hydrant iceberg jasmine jewelry juniper kestrel kitchen lantern lattice laundry leopard',
    'lettuce lighter lobster luggage lullaby mallard mammoth manatee mansion mariner meerkat minaret mineral monsoon',
    'morning mustard oatmeal obelisk orchard ostrich outpost pancake panther paprika parsley parsnip passage pasture',
    'peacock pelican penguin pilgrim plaster plateau platter plumage polecat popcorn pottery prairie pretzel pudding',
    'pumpkin pyramid quartet quinine raccoon rainbow redwood rhubarb rooster rosebud rosehip sailing sandbox sardine',
    'sausage savanna sawmill scallop seagull seaweed sequoia shallot shelter sherbet silence skyline slipper snorkel',
    'snowman spaniel sparrow spinach stirrup stopper strudel sunbeam sundial sunrise swallow tadpole teacher tempest',
    'terrace thicket thimble thistle thunder topsail tornado tractor trumpet tugboat unicorn upriver volcano voyager',
    'vulture walkway warbler weather whisker whistle',
  ].join(' '),
  // 8 letters
  [
    'aardvark airplane alphabet antelope aquarium armchair asteroid backpack baguette barnacle baseball bathrobe',
    'beetroot birthday blizzard bluebell bookcase bracelet broccoli bungalow cardigan cardinal carnival cashmere',
    'cauldron charcoal chestnut chipmunk cinnamon clarinet corridor crescent cucumber cupboard daffodil dewberry',
    'dinosaur doorbell dumpling elephant envelope espresso firewood flamingo foothill fountain foxglove gardenia',
    'gatepost goldfish hawthorn hazelnut hedgehog heirloom honeybee honeydew hornbeam hospital hyacinth kangaroo',
    'keyboard ladybird landmark lavender lemonade licorice lollipop macaroni mackerel magnolia mahogany mandarin',
    'mandolin marigold marjoram mealworm meringue minstrel molehill mongoose moonbeam mosquito mountain mulberry',
    'mushroom necklace notebook omelette organist pamphlet parakeet pavilion pheasant pinecone pinwheel pleasure',
    'porridge postcard primrose puppetry quagmire raindrop rainfall redstart reindeer rosewood rutabaga sailboat',
    'sapphire scorpion sculptor seahorse seashell shamrock shipyard snowball snowdrop songbird spaceman squirrel',
    'starfish starling stingray sunlight sunshine sycamore tapestry tarragon teaspoon terrapin titanium tortoise',
    'treasure tricycle turmeric umbrella vineyard wardrobe wildfire windmill woodland woodpile wrangler zeppelin',
  ].join(' '),
  // 9 letters
  [
    'artichoke balalaika barometer blackbird blueberry boardwalk boathouse bookstore boulevard bumblebee buttercup',
    'butterfly butternut cathedral celandine chameleon champagne chickadee chocolate coriander cormorant courtyard',
    'crabapple cranberry crocodile dachshund dandelion driftwood evergreen fireplace fisherman fruitcake gallinule',
    'goldenrod gondolier goosander grapevine greyhound guillemot hailstorm harmonica headlight heartwood hollyhock',
    'honeycomb horseback jellyfish labyrinth lightning limestone marmalade migration moonlight nectarine nightfall',
    'orangutan orchestra parchment partridge peninsula pineapple pistachio porcupine quicksand raspberry riverside',
    'saltwater sandpiper sandstone sasquatch saxophone sheepfold shoreline snowflake snowstorm spearmint spinnaker',
    'sunflower surfboard swordfish tangerine telescope turquoise waterfall waterlily whirlpool wolfhound xylophone',
    'yellowfin',
  ].join(' '),
  // 10 letters
  [
    'blackberry blacksmith buttermilk candlewick cantaloupe chandelier clementine cloudberry cornflower drawbridge',
    'elderberry fieldmouse gingersnap gooseberry grapefruit greenfinch greenhouse icebreaker jackrabbit kingfisher',
    'lighthouse lumberjack meadowlark motorcycle nightshade peppercorn peppermint periwinkle planetaria salamander',
    'sandcastle schoolyard snapdragon tablecloth tambourine toothbrush watermelon weatherman wheelhouse wildflower',
    'woodpecker',
  ].join(' '),
];

/** The longest word that has a list. */
export const longestWord = 10;

/**
 * Returns the words of that many letters, in alphabetical order; none below 3 and above {@link longestWord}.
 *
 * @example wordsOfLength(3)[0] // 'ant'
 */
export function wordsOfLength(length: number): readonly string[] {
  return wordLists[length - 3]?.split(' ') ?? [];
}
