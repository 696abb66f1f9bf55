def test_world(world):
    assert world.answer.status == "empty"
