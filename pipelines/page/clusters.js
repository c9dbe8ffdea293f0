// Types the name and the gallery into the commands, quoted for a shell.
const quote = text => /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
const gallery = document.querySelector('#gallery');
const output = document.querySelector('main').dataset.output;
const sections = document.querySelectorAll('section');

const show = section => {
  const name = section.querySelector('input').value.trim() || 'NAME';
  section.querySelector('code').textContent = `gst-facerec gallery add --from-cluster ${section.dataset.group}`
    + ` --name ${quote(name)} --index ${quote(output)} ${quote(gallery.value.trim() || 'enc.bin')}`;
};

for (const section of sections)
  section.querySelector('input').addEventListener('input', () => show(section));
if (gallery)
  gallery.addEventListener('input', () => sections.forEach(show));
