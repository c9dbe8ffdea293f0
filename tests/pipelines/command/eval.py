#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""gst-facerec eval: figures of pictures that anybody can work out, lists of pairs, what cannot be used, exit codes.

The fake engine's embedding depends on the mean colour alone: red, green, blue and white are people far from each other,
shades of one colour are pictures of one person."""
import json
import os
import re

from commandtest import FAKE, check, contains, main, run
from facefile import write_face_file
import pictures

COLOURS = ('red', 'green', 'blue', 'white')


def evaluate(*arguments, **options):
    return run('eval', *FAKE, '--min-quality', '0', *arguments, **options)


def report(*arguments):
    result = evaluate('--json', *arguments)
    check(result.code, 0, result)
    return result.json()[0]


def people(n=4, colours=COLOURS, folder='db'):
    for colour in colours:
        for number in range(n):
            pictures.person(f'{folder}/{colour}/{number}.ppm', colour, shade=3 * number)


def test_clear():
    """people who are easy to tell apart: no error in any figure, and their numbers are those of the folder"""
    people()
    made = report('db')
    check((made['version'], made['format'], made['folder'], made['list']), (1, 'gst-facerec-eval', 'db', None))
    check((made['pictures'], made['faces'], made['names'], made['unusable']), (16, 16, 4, []))
    model = made['models'][0]
    check((model['model'], model['id'], model['dimensions']), ('dlib', 'fake-v1', 128))
    check([entry['k'] for entry in model['knn']], list(range(1, 16)))
    check([entry['leave_one_out'] for entry in model['knn']][:5], [1] * 5, 'three others of a person, twelve of others')
    check([entry['split'] for entry in model['knn']][:3], [1] * 3)
    check((model['asked'], model['splits']), (16, 20))
    verification = model['verification']
    check((verification['same_pairs'], verification['different_pairs']), (4 * 6, 16 * 15 // 2 - 24))
    check((verification['auc'], verification['eer']), (1, 0))
    # 96 pairs of different people: ten false ones would be one in ten, rarer rates cannot be told.
    check([entry['tar'] for entry in verification['tar_at_far']], [None] * 3)
    check(sum(verification['histogram']['same']), 24)
    check(sum(verification['histogram']['different']), 96)
    check(model['suggested']['rule'], 'eer')
    check(0.1 < model['suggested']['threshold'] < 0.8, True, model['suggested'])
    check((model['unseen_people']['far'], model['unseen_people']['tar']), (0, 1))
    check(len(model['unseen_people']['folds']), 2)
    check(model['open_set']['draws'], 20)
    check(model['open_set']['stranger_pictures'], 20 * 8)
    # Sixteen different strangers, however often they were drawn: a rate of 10 % needs a hundred.
    check(model['open_set']['different_stranger_pictures'], 16)
    check([entry['tpir'] for entry in model['open_set']['tpir_at_fpir']], [None] * 3)
    contains(evaluate('db').out, 'strangers named: 10 %', '(too few strangers)')
    check({(entry['person'], entry['pictures'], entry['asked'], entry['recall'], entry['precision'])
           for entry in model['people']}, {(colour, 4, 4, 1, 1) for colour in COLOURS})
    check((model['confusions'], model['original_protocol']), ([], None))
    check(len(model['projection']['faces']), 16)


def test_no_self_match():
    """pictures that are mixed up are named wrong; only the original's protocol lets them vote for themselves"""
    for number, colour in enumerate(COLOURS):
        # Everybody has one picture of each of two colours, so that each is nearest to somebody else's.
        pictures.person(f'db/{number}/a.ppm', colour)
        pictures.person(f'db/{number}/b.ppm', COLOURS[(number + 1) % 4], shade=3)
    made = report('--original-protocol', 'db')['models'][0]
    check(made['knn'][0]['leave_one_out'], 0)
    check(sum(entry['pictures'] for entry in made['confusions']), 8)
    original = made['original_protocol']
    check((original['k'], original['asked']), (5, 8))
    contains(original['note'], 'votes for itself', 'not to be compared')
    check(original['right'] > 0, True, 'with itself among the voters')
    check(original['triplets'], 8 * 1 * 6)
    text = evaluate('--original-protocol', 'db').out.decode()
    contains(text, "the original's protocol, k = 5", 'votes for itself: not to be compared')


def test_same_picture_twice():
    """a copy of a picture would be a match with itself: it is left out and named"""
    people(2)
    with open('db/red/0.ppm', 'rb') as file:
        data = file.read()
    pictures.write('db/red/copy.ppm', data)
    pictures.write('db/green/of-red.ppm', data)
    result = evaluate('--json', 'db')
    check(result.code, 0, result)
    made = result.json()[0]
    check(made['faces'], 8)
    # Pictures are met in the order of their names.
    check({(entry['file'], entry['status']) for entry in made['unusable']},
          {('db/red/0.ppm', 'duplicate'), ('db/red/copy.ppm', 'duplicate')})
    contains(result.err, 'db/red/copy.ppm: the same picture as db/green/of-red.ppm')


def test_same_again():
    """the same pictures give the same figures, but for the times"""
    people(3)
    lines = [re.sub(rb'"(face|find)_ms":[0-9.e+-]+', b'', evaluate('--json', 'db').out) for _ in range(2)]
    check(lines[0], lines[1])


def test_unusable():
    """what cannot be used is named in a line each and counted, and the rest goes on"""
    people(2)
    pictures.ppm('db/red/none.ppm')
    pictures.ppm('db/red/two.ppm', (5, 5, 50, 50, 'red'), (90, 20, 60, 60, 'green'))
    pictures.write('db/red/text.jpg', b'no picture at all\n')
    pictures.write('db/red/empty.jpg', b'')
    pictures.person('db/stray.ppm', 'red')
    pictures.person('db/alone/1.ppm', 'white', shade=60)
    result = evaluate('--json', 'db')
    check(result.code, 0, result)
    made = result.json()[0]
    check({os.path.basename(entry['file']): entry['status'] for entry in made['unusable']},
          {'none.ppm': 'no-face', 'two.ppm': 'many-faces', 'text.jpg': 'unreadable', 'empty.jpg': 'unreadable',
           'stray.ppm': 'ignored'})
    for name in ('none.ppm', 'two.ppm', 'text.jpg', 'empty.jpg', 'stray.ppm'):
        check(len([line for line in result.err.splitlines() if name.encode() in line]), 1, name)
    alone = [entry for entry in made['models'][0]['people'] if entry['person'] == 'alone'][0]
    check((alone['pictures'], alone['asked'], alone['recall']), (1, 0, None), 'one picture cannot be named right')
    check(made['models'][0]['asked'], 8)
    largest = report('--largest', 'db')
    check('two.ppm' in {os.path.basename(entry['file']) for entry in largest['unusable']}, False)


def test_nothing_to_measure():
    """one person, one picture each, no face, nothing readable, no folder: one clear line and the exit code"""
    pictures.person('one/Ann/1.ppm', 'red')
    pictures.person('one/Ann/2.ppm', 'red', shade=3)
    people(1, folder='each')
    pictures.ppm('blank/Ann/1.ppm')
    pictures.write('text/Ann/1.jpg', b'text')
    os.mkdir('empty')
    pictures.person('file.ppm', 'red')
    for arguments, code, text in ((['one'], 1, 'one: only one person'), (['each'], 1, 'each: everybody has one picture'),
                                  (['blank'], 1, 'blank: no picture has a face'),
                                  (['text'], 2, 'text: no picture in it can be read'),
                                  (['empty'], 2, 'empty: no photo of anybody'),
                                  (['nowhere'], 2, 'nowhere: there is no such folder'),
                                  (['file.ppm'], 2, 'file.ppm: is no folder'), ([], 2, 'needs a FOLDER'),
                                  (['one', 'each'], 2, 'takes one FOLDER'), (['--wrong', 'one'], 2, '--wrong')):
        result = evaluate(*arguments)
        check(result.code, code, (arguments, result))
        contains(result.err, text)
        check(result.out, b'', arguments)


def test_models():
    """a model that does not load, one given twice, one that is no model file"""
    people(2)
    pictures.write('text.face', b'no model\n')
    cases = [(['--model', 'dlib', '--model', 'dlib'], 'given twice')]
    if os.environ.get('FACEREC_HAVE_DLIB') == 'yes':
        cases += [(['--model', 'nowhere.face'], 'nowhere.face'), (['--model', 'raw:nowhere.face'], 'nowhere.face'),
                  (['--model', 'text.face'], 'text.face')]
    for arguments, text in cases:
        result = run('eval', '--detector', 'fake', *arguments, 'db')
        check(result.code, 2, result)
        contains(result.err, text)
        check(len(result.err.splitlines()), 1, result)


def near(one, other):
    """The same but for the last bits, which may depend on how many threads had a part in them (models/onednn/executor.h)."""
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(near(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(near(a, b) for a, b in zip(one, other))
    return one == other or (None not in (one, other) and abs(one - other) < 1e-4)


def test_model_files():
    """models of one's own beside dlib's and beside their own backbones, whatever numbers they have, on the same faces"""
    people(3)
    write_face_file('dlib', 'own.face')
    write_face_file('xception', 'random.face')
    specs = ['dlib', 'own.face', 'raw:own.face', 'random.face', 'raw:random.face']
    result = run('eval', '--detector', 'fake', '--min-quality', '0', '--json', '--html', 'report.html',
                 *(f'--model={spec}' for spec in specs), 'db', timeout=240)
    check(result.code, 0, result)
    models = result.json()[0]['models']
    check([(model['model'], model['dimensions']) for model in models],
          list(zip(specs, (128, 16, 128, 16, 2048))))
    check([model['id'].rsplit(':', 1)[0] for model in models],
          ['dlib-resnet-v1', 'face:untrained', 'dlib-resnet-v1', 'face:random', 'face:raw-xception'])
    check(near(models[0]['verification'], models[2]['verification']), True, 'a raw dlib is dlib')
    check(near(models[0]['verification'], models[1]['verification']), False)
    check(len({model['asked'] for model in models}), 1, 'the same faces')
    with open('report.html', encoding='utf-8') as file:
        contains(file.read(), 'raw:random.face', 'class="line m4"')


def write_pairs(*lines):
    pictures.write('pairs.csv', ''.join(line + '\n' for line in ('fold,same,image_a,image_b', *lines)).encode())


def test_pairs():
    """--pairs: each fold by the threshold of the others; pairs without a face are counted, named and left out"""
    people(3)
    pictures.ppm('db/red/none.ppm')
    lines = [f'{fold},1,{colour}/0.ppm,{colour}/{fold}.ppm' for fold in (1, 2) for colour in COLOURS]
    lines += [f'{fold},0,{colour}/{fold}.ppm,{other}/0.ppm' for fold in (1, 2)
              for colour, other in zip(COLOURS, COLOURS[1:])]
    write_pairs(*lines, '1,1,red/0.ppm,red/none.ppm', '2,0,red/gone.ppm,blue/0.ppm')
    result = evaluate('--json', '--pairs', 'pairs.csv', 'db')
    check(result.code, 0, result)
    made = result.json()[0]
    check((made['format'], made['list'], made['pictures'], made['faces']), ('gst-facerec-eval-pairs', 'pairs.csv', 14, 12))
    model = made['models'][0]
    check((model['pairs'], model['usable_pairs']), (16, 14))
    check((model['share'], model['standard_error'], model['best_share']), (1, 0, 1))
    # One of eight pairs of each fold has no face.
    check(model['share_of_all'], 0.875)
    check(len(model['folds']), 2)
    check({(entry['file'], entry['status']) for entry in made['unusable']},
          {('db/red/none.ppm', 'no-face'), ('db/red/gone.ppm', 'unreadable')})
    contains(evaluate('--pairs', 'pairs.csv', 'db').out, 'pairs judged right', '2 of 16')
    write_pairs('1,1,red/0.ppm,red/none.ppm')
    result = evaluate('--pairs', 'pairs.csv', 'db')
    check((result.code, result.out), (1, b''), result)
    contains(result.err, 'no pair of the list')
    write_pairs('1,1,red/0.ppm,red/1.ppm')
    result = evaluate('--pairs', 'pairs.csv', 'db')
    check(result.code, 0, result)
    check(b'nan' in result.out, False, result)


def test_lfw_list():
    """the layout of LFW's pairs.txt says the same as CSV"""
    for colour in COLOURS[:2]:
        for number in (1, 2, 3):
            path = pictures.person('source.ppm', colour, shade=3 * number)
            os.makedirs(f'db/{colour}', exist_ok=True)
            os.rename(path, f'db/{colour}/{colour}_{number:04}.jpg')
    pictures.write('pairs.txt', b'2\t2\nred\t1\t2\ngreen\t1\t2\nred\t1\tgreen\t1\nred\t2\tgreen\t2\n'
                                b'red\t1\t3\ngreen\t1\t3\nred\t3\tgreen\t1\nred\t2\tgreen\t3\n')
    model = report('--pairs', 'pairs.txt', 'db')['models'][0]
    check((model['pairs'], model['usable_pairs'], model['share'], len(model['folds'])), (8, 8, 1, 2))
    check((model['verification']['same_pairs'], model['verification']['different_pairs']), (4, 4))
    pictures.write('pairs.txt', b'2\nred\t1\t2\ngreen\t1\t2\nred\t1\tgreen\t1\nred\t2\tgreen\t2\n')
    model = report('--pairs', 'pairs.txt', 'db')['models'][0]
    check((len(model['folds']), model['standard_error']), (1, None))


def test_broken_pairs():
    """a list that is none, cut off, or leads out of the folder: the line and the reason"""
    people(2)
    good = b'fold,same,image_a,image_b\n1,1,red/0.ppm,red/1.ppm\n'
    for content, text in ((b'', 'there is no pair'), (b'a,b,c\n', 'line 1: a list of pairs begins with'),
                          (good + b'1,2,red/0.ppm,red/1.ppm\n', 'line 3: fold must'),
                          (good + b'1,1,red/0.ppm\n', 'line 3: too few columns'), (good + b'x,1,red/0.ppm,red/1.ppm\n', 'line 3'),
                          (good + b'1,1,red/0.ppm,../secret.ppm\n', 'line 3: a picture must be named as'),
                          (good + b'1,1,red/0.ppm,/etc/x.ppm\n', 'line 3: a picture must'),
                          *((good + b'1,1,red/0.ppm,%s\n' % same, 'line 3: a pair of one picture with itself')
                            for same in (b'red/0.ppm', b'./red/0.ppm', b'red//0.ppm', b'red/./0.ppm')),
                          (good + b'1,1,red/0.ppm,./\n', 'line 3: a picture must be named as'),
                          (good[:26], 'there is no pair'), (b'1\t2\nred\t1\t2\n', 'fewer pairs than'),
                          (b'1\t1\nred\t1\t2\nred\t1\tblue\t1\nred\t1\tblue\t2\n', 'line 4: more pairs'),
                          (b'1\t1\nred\t1\tx\nred\t1\tblue\t1\n', 'line 2'), (b'1\t1\nred\t1\n', 'line 2: expected NAME I J'),
                          (b'\xff\xfe\0\x01', 'is no list of pairs')):
        pictures.write('pairs.csv', content)
        result = evaluate('--pairs', 'pairs.csv', 'db')
        check(result.code, 2, (content, result))
        contains(result.err, 'pairs.csv: ', text)
        check(len(result.err.splitlines()), 1, result)
    for path, text in (('gone.csv', 'there is no such file'), ('db', 'is no file of pairs')):
        result = evaluate('--pairs', path, 'db')
        check(result.code, 2, result)
        contains(result.err, path, text)
    write_pairs('1,1,red/8.ppm,red/9.ppm')
    check(evaluate('--pairs', 'pairs.csv', 'db').code, 2, 'no picture of the list is there')


def test_page():
    """--html: one file that asks for nothing, in place of what was there; names are text, whatever they are"""
    people(2)
    name = '<script>alert(1)<script>'
    for number in range(2):
        pictures.person(f'db/{name}/{number}.ppm', 'white', shade=40 + 3 * number)
    result = evaluate('--html', 'report.html', 'db')
    check(result.code, 0, result)
    contains(result.err, 'The report is in report.html')
    with open('report.html', encoding='utf-8') as file:
        page = file.read()
    contains(page, 'Content-Security-Policy', '&lt;script&gt;alert(1)', '<svg', 'data:image/jpeg;base64,')
    check(name in page, False, 'a name became part of the page')
    check(re.findall(r'(?:src|href)="(?!data:|#)[^"]*', page), [])
    check(re.findall(r'https?://', page), [])
    before = os.listdir('.')
    check(json.loads(evaluate('--json', '--quiet', '--html', 'report.html', 'db').out)['faces'], 10)
    check(os.listdir('.'), before)
    write_pairs('1,1,red/0.ppm,red/1.ppm', '1,0,red/0.ppm,blue/1.ppm')
    for arguments, said in (([], True), (['--pairs', 'pairs.csv'], False)):
        check(evaluate('--html', 'report.html', *arguments, 'db').code, 0)
        with open('report.html', encoding='utf-8') as file:
            check('suggested' in file.read().lower(), said, arguments)


def test_refused_at_once():
    """a page that cannot be written and a folder of too many pictures are refused before a picture is looked at"""
    people(2)
    pictures.write('db/red/text.jpg', b'no picture at all\n')
    os.mkdir('folder.html')
    for page, why in (('gone/report.html', 'there is no such folder'), ('folder.html', 'is a folder'),
                      ('db/red/0.ppm/report.html', 'cannot be written to')):
        result = evaluate('--html', page, 'db')
        check((result.code, result.out, len(result.err.splitlines())), (2, b'', 1), result)
        contains(result.err, page, why)
    for number in range(20000):
        os.link('db/red/text.jpg', f'db/blue/{number}.jpg')
    result = evaluate('db')
    check((result.code, result.out, len(result.err.splitlines())), (2, b'', 1), result)
    contains(result.err, 'db: 20009 pictures of people, and eval takes 20000 at most')


main(globals())
